/**
 * Recording to a file what both sides of a connection say, without secrets, and replaying it in place of the service. Knows
 * the service and the protocol. Not API.
 */
package io.github.camelelevenlabs.stt.emulator.recording;
