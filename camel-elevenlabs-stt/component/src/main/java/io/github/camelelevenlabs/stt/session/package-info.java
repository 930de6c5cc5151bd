/**
 * One live conversation with the service: when audio is sent and committed, what the answers mean, and how it ends. Tests need
 * no Camel, no network and no waiting: the clock, the threads and the transport are passed in. Knows {@code audio} and its {@code pcm}, {@code protocol},
 * {@code transcript} and the seam of {@code transport}. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.session;
