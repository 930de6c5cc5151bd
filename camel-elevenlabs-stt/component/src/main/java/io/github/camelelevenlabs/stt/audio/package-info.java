/**
 * Decodes the bytes of a body to samples in a format of the service. Knows only {@code text}: neither Camel nor the
 * network. Internal, not an API.
 */
package io.github.camelelevenlabs.stt.audio;
