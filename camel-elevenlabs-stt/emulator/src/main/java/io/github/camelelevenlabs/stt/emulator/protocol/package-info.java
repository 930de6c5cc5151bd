/**
 * What is said on the wire: the address's parameters, the client's messages, the service's messages. No I/O.
 */
package io.github.camelelevenlabs.stt.emulator.protocol;
