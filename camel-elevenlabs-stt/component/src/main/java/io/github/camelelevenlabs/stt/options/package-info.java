/**
 * Checks and parses the values of options and headers. Knows {@code pcm}, {@code fetch} and {@code protocol}, which define the
 * allowed values. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.options;
