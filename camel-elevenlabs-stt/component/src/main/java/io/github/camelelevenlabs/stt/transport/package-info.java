/**
 * The network as a session sees it ({@link io.github.camelelevenlabs.stt.transport.Transport}), and the one client behind it: its
 * connections, its event loops, and the credentials that join a request on the way to the wire. Knows {@code protocol},
 * {@code threads} and {@code text}, never a session. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.transport;
