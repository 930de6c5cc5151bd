/**
 * Decodes the bytes of a body to samples in a format of the service: the sources that sessions read, and the way through the
 * rooms below. Knows {@code container}, {@code detect}, {@code ffmpeg} and {@code pcm} within it, and {@code text}; neither Camel
 * nor the network. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio;
