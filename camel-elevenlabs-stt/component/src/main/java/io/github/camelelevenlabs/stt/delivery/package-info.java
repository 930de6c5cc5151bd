/**
 * Transcripts on their way to every consumer of a name: the names and their subscribers, one queue for each route, the exchanges and
 * their bodies, and the reply to the message that brought the audio. Knows {@code session}, {@code transcript} and {@code observe},
 * and never the classes of the consumer, the producer or the endpoint: those know this room. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.delivery;
