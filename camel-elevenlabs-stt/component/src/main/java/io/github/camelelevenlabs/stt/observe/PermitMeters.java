package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.camel.CamelContext;

/** The meters of session permits. Micrometer is optional: without it on the class path, loading this class fails with a {@link LinkageError}. */
public final class PermitMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final SessionPermits permits;
    private final Tags tags;
    private final List<Meter> meters;

    private PermitMeters(MeterRegistry registry, String context, SessionPermits permits) {
        this.registry = registry;
        this.permits = permits;
        this.tags = Tags.of("camelContext", context, "kind", "CamelElevenLabsStt", "permits", permits.name());
        this.meters = List.of(
                gauge("permits", "Sessions that all instances together may have", SessionPermits::count),
                gauge("permits.held", "Session permits that this instance holds", SessionPermits::held),
                gauge("permits.waiting", "Sessions of this instance that wait for permits", SessionPermits::waiting));
    }

    /** Registers the meters of permits until the result is closed; does nothing without a meter registry. */
    public static AutoCloseable of(CamelContext context, SessionPermits permits) {
        return ElevenLabsSttMeters.registry(context)
                .<AutoCloseable>map(registry -> new PermitMeters(registry, context.getName(), permits))
                .orElse(() -> {});
    }

    private Meter gauge(String name, String description, ToDoubleFunction<SessionPermits> value) {
        return Gauge.builder(ElevenLabsSttMeters.PREFIX + name, permits, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
