/**
 * Where audio comes from: the body of a message, the messages of a keyed stream, a URL that is opened again when it fails. Makes an
 * audio source and opens a session through {@link io.github.camelelevenlabs.stt.feed.SessionOpener}, which represents the endpoint.
 * Knows {@code delivery} and the rooms below it. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.feed;
