/**
 * The protocol on the wire: parameters of the address, messages of the client and of the service. No I/O.
 */
package io.github.camelelevenlabs.stt.emulator.protocol;
