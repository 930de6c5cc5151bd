/**
 * The routes of {@code docs/recipes.md}, each with a test that runs it against the emulator and the real other end, and those of
 * the other pages.
 */
package io.github.camelelevenlabs.stt.docs.recipes;
