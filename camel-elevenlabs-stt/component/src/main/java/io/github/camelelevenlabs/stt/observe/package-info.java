/**
 * What operators see: health, meters, the developer console, spans, JMX tables, totals, warnings and the logging context. Knows
 * {@code session}, by its snapshots and events; and {@code pcm}, {@code protocol} and {@code options}, by the subjects of warnings.
 * Internal: not an API, but for {@code UsageTotals}.
 */
package io.github.camelelevenlabs.stt.observe;
