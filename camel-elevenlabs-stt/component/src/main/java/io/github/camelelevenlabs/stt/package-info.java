/**
 * The Camel face: component, endpoint, producer and consumer. Audio comes in as messages, transcripts go out as exchanges.
 */
package io.github.camelelevenlabs.stt;
