/**
 * One live conversation with the service: what is sent when, what comes back, and what ends it. Testable without Camel,
 * without a network and without waiting: time, threads and the connection are handed in. Knows {@code audio} and its {@code pcm}, {@code protocol},
 * {@code transcript} and the seam of {@code transport}. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.session;
