package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness of an endpoint, out of what its sessions have found out; makes no call of its own. Down while a session waits
 * to reach the service again, and after one that the service has refused or failed; see {@link Observations}.
 */
public final class ElevenLabsSttHealthCheck extends AbstractHealthCheck {

    private final String endpoint;
    private final Supplier<? extends ObservedName> observed;
    private final Supplier<Optional<Throwable>> outage;

    /**
     * @param endpoint its address, without secrets
     * @param observed the name that its sessions have
     * @param outage   of the audio that the endpoint reads by itself
     */
    public ElevenLabsSttHealthCheck(
            String id,
            String endpoint,
            Supplier<? extends ObservedName> observed,
            Supplier<Optional<Throwable>> outage) {
        super("camel", id);
        this.endpoint = endpoint;
        this.observed = observed;
        this.outage = outage;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail(ENDPOINT_URI, endpoint);
        ObservedName name = observed.get();
        builder.detail("name", name.name());
        builder.detail("sessions", name.running());
        Optional<SessionFailure> trouble = name.trouble();
        Optional<Throwable> broken = outage.get();
        if (trouble.isPresent()) {
            SessionFailure failure = trouble.get();
            builder.detail("error.type", failure.type());
            builder.message(failure.type() + ": " + failure.detail())
                    .error(failure.cause())
                    .down();
        } else if (broken.isPresent()) {
            builder.detail("error.type", "audio_source_failed");
            builder.message("the audioUrl cannot be read: "
                            + Printable.of(broken.get().getMessage()))
                    .error(Printable.cause(broken.get()))
                    .down();
        } else {
            builder.up();
        }
    }
}
