package io.github.camelelevenlabs.stt.observe;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/**
 * The meters of a name, with names and tags in the style of camel-micrometer. They read counters that exist without them. Micrometer
 * is optional: without it on the class path, loading this class fails with a {@link LinkageError}.
 */
public final class ElevenLabsSttMeters implements AutoCloseable {

    /** The name under which camel-micrometer registers or looks up the meter registry. */
    private static final String REGISTRY = "metricsRegistry";

    static final String PREFIX = "camel.elevenlabs.stt.";

    private final MeterRegistry registry;
    private final ObservedName observed;
    private final Tags tags;
    private final List<Meter> meters;

    private ElevenLabsSttMeters(MeterRegistry registry, String context, ObservedName observed) {
        this.registry = registry;
        this.observed = observed;
        this.tags = Tags.of(
                Tag.of("camelContext", context), Tag.of("kind", "CamelElevenLabsStt"), Tag.of("name", observed.name()));
        UsageTotals totals = observed.totals();
        this.meters = List.of(
                Gauge.builder(PREFIX + "sessions", observed, ObservedName::running)
                        .description("Sessions that run now")
                        .tags(tags)
                        .register(registry),
                Gauge.builder(PREFIX + "sessions.backing.off", observed, ObservedName::backingOff)
                        .description("Sessions that wait to reach the service again")
                        .tags(tags)
                        .register(registry),
                count("sessions.started", "Sessions that the service has started", UsageTotals::getSessionsStarted),
                count("sessions.failed", "Sessions that have failed", UsageTotals::getSessionsFailed),
                count(
                        "sessions.resumed",
                        "Sessions that went on with what a repository had kept",
                        UsageTotals::getSessionsResumed),
                count(
                        "sessions.superseded",
                        "Sessions that another process has taken over",
                        UsageTotals::getSessionsSuperseded),
                count("segments.rerouted", "Kept transcripts that were routed again", UsageTotals::getSegmentsRerouted),
                count("segments", "Committed transcripts", UsageTotals::getSegments),
                count("reconnects", "Connections that were lost and replaced", UsageTotals::getReconnects),
                audio(
                        "audio.sent",
                        "Audio sent, replays and padding included: what is billed",
                        UsageTotals::getAudioSentMillis),
                audio(
                        "audio.replayed",
                        "Audio sent again after a lost connection",
                        UsageTotals::getAudioReplayedMillis),
                FunctionTimer.builder(
                                PREFIX + "commit.latency",
                                totals,
                                UsageTotals::getCommitsAnswered,
                                UsageTotals::getCommitLatencyMillis,
                                TimeUnit.MILLISECONDS)
                        .description("From a commit of ours to its answer")
                        .tags(tags)
                        .register(registry));
    }

    /** Registers the meters of a name until the result is closed; does nothing without a meter registry. */
    public static AutoCloseable of(CamelContext context, ObservedName observed) {
        return registry(context)
                .<AutoCloseable>map(registry -> new ElevenLabsSttMeters(registry, context.getName(), observed))
                .orElse(() -> {});
    }

    static Optional<MeterRegistry> registry(CamelContext context) {
        MeterRegistry named = context.getRegistry().lookupByNameAndType(REGISTRY, MeterRegistry.class);
        return Optional.ofNullable(named == null ? context.getRegistry().findSingleByType(MeterRegistry.class) : named);
    }

    private Meter count(String name, String description, ToDoubleFunction<UsageTotals> value) {
        return FunctionCounter.builder(PREFIX + name, observed.totals(), value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private Meter audio(String name, String description, ToDoubleFunction<UsageTotals> millis) {
        return FunctionCounter.builder(PREFIX + name, observed.totals(), totals -> millis.applyAsDouble(totals) / 1000)
                .description(description)
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
