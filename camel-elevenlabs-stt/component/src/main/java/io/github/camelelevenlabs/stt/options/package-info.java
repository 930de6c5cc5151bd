/**
 * Checks and parses the values of options and headers. Knows {@code pcm}, {@code fetch} and {@code protocol}, which say what is
 * allowed, and {@code text}. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.options;
