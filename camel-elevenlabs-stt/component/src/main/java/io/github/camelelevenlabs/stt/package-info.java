/**
 * The Camel face: component, endpoint, producer and consumer, and what all sessions of a component share. Audio comes in as messages,
 * transcripts go out as exchanges. Knows all other rooms, and none of them knows it. The public classes are API.
 */
package io.github.camelelevenlabs.stt;
