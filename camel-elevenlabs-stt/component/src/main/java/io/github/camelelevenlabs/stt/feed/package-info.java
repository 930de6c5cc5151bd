/**
 * Where audio comes from: the body of a message, the pieces of a keyed stream, a URL that is opened again when it breaks. Makes a
 * source of it and opens a session by {@link io.github.camelelevenlabs.stt.feed.SessionOpener}, which stands for the endpoint.
 * Knows {@code delivery} and what is below it. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.feed;
