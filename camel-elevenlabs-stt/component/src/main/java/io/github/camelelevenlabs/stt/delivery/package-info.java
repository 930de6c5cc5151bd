/**
 * Brings transcripts to every consumer of a name: the names and their subscribers, one queue for each session and route, the exchanges
 * and their bodies, and the reply to the message that brought the audio. Knows {@code session}, {@code transcript} and
 * {@code observe}, but not the classes of the consumer, the producer and the endpoint, which know this room. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.delivery;
