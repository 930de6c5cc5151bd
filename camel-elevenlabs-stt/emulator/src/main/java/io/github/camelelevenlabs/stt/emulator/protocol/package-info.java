/**
 * The protocol on the wire: parameters of the address, messages of the client and of the service. No I/O. Internal: not an API, but for
 * {@code ConfigEcho}.
 */
package io.github.camelelevenlabs.stt.emulator.protocol;
