/**
 * The listening socket: HTTP, WebSockets, the status page, and the threads that serve them. Knows the service and the
 * recordings, one of which answers a connection. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.server;
