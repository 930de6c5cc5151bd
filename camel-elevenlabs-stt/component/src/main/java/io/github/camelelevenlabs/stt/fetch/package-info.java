/**
 * Opens http and https URLs as streams, without ever reaching an address that the caller does not allow. Knows neither
 * Camel nor what the bytes mean, and of the other rooms {@code text} only. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.fetch;
