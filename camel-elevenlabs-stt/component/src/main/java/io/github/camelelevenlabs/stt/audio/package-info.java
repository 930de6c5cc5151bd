/**
 * From a body's bytes to mono samples in one of the service's formats. Knows {@code text} only: neither Camel nor the network.
 * Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio;
