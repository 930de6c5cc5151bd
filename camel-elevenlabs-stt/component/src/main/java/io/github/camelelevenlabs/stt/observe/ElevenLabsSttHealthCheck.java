package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionFailure;
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
    private final Supplier<Optional<SessionFailure>> outage;

    /**
     * @param endpoint the URI of the endpoint, without secrets
     * @param observed the name of its sessions
     * @param outage   why audioUrl is not read now; empty when it is, or when there is none
     */
    public ElevenLabsSttHealthCheck(
            String id, String endpoint, Supplier<ObservedName> observed, Supplier<Optional<SessionFailure>> outage) {
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
        Optional<SessionFailure> broken = outage.get();
        if (trouble.isPresent()) {
            SessionFailure failure = trouble.get();
            builder.detail("error.type", failure.type());
            builder.message(failure.type() + ": " + failure.detail())
                    .error(failure.cause())
                    .down();
        } else if (broken.isPresent()) {
            builder.detail("error.type", broken.get().type());
            builder.message(broken.get().detail()).error(broken.get().cause()).down();
        } else {
            builder.up();
        }
    }
}
