/**
 * What operators see: health, meters, the developer console, spans, rows for JMX, totals, notices in the log and the log's context.
 * Sees a name as an {@link io.github.camelelevenlabs.stt.observe.ObservedName}, and sessions as the snapshots of {@code session};
 * knows {@code pcm}, {@code protocol} and {@code options} by what notices are about. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.observe;
