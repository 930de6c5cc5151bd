/**
 * Makes external text and exceptions fit to be shown. Knows no other room; every other room may use it. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.text;
