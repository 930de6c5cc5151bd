package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * The readiness of an endpoint, as its sessions have found it; the check itself calls nobody and does not block. Down while a session
 * waits to reconnect, and after the service has refused or failed one; see {@link ObservedName#trouble()}.
 */
public final class ElevenLabsSttHealthCheck extends AbstractHealthCheck {

    private final String endpoint;
    private final Supplier<ObservedName> observed;
    private final Supplier<Optional<Throwable>> outage;

    /**
     * @param endpoint the URI of the endpoint, without secrets
     * @param observed the name of its sessions
     * @param outage   why audioUrl cannot be read now; empty when it can, or when there is none
     */
    public ElevenLabsSttHealthCheck(
            String id, String endpoint, Supplier<ObservedName> observed, Supplier<Optional<Throwable>> outage) {
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
