/**
 * Records the messages of both sides of a connection to a file, without secrets, and replays the file in place of the service.
 * Knows the service and the protocol. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.recording;
