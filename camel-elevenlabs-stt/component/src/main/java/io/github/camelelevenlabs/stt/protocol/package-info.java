/**
 * The protocol on the wire: the address, the messages, the errors. No sockets and no state. Knows {@code text} only. Internal: not
 * an API.
 */
package io.github.camelelevenlabs.stt.protocol;
