/**
 * What is said on the wire: the address, the messages, the errors. No sockets and no state.
 */
package io.github.camelelevenlabs.stt.protocol;
