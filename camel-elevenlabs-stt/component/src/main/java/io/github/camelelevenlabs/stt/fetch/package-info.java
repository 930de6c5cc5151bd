/**
 * Opens http and https URLs as streams. Never connects to an address that the caller does not allow. Knows neither
 * Camel nor the meaning of the bytes, and of the other rooms only {@code text}. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.fetch;
