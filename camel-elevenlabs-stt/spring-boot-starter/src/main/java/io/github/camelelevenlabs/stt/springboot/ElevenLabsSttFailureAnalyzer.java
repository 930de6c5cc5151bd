package io.github.camelelevenlabs.stt.springboot;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import org.apache.camel.ResolveEndpointFailedException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Tells why an application with this component does not start, where Spring Boot would log a stack trace. */
public final class ElevenLabsSttFailureAnalyzer implements FailureAnalyzer {

    private static final String SCHEME = "elevenlabs-stt:";

    /** @return null when the failure has nothing to do with this component */
    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ElevenLabsSttException refused) {
                return new FailureAnalysis(
                        refused.getMessage(),
                        "Set the property camel.component.elevenlabs-stt.api-key, or what the message names.",
                        failure);
            }
            if (cause instanceof ResolveEndpointFailedException unresolved
                    && unresolved.getUri().startsWith(SCHEME)) {
                return new FailureAnalysis(
                        "The endpoint " + unresolved.getUri() + " cannot be created: " + reason(unresolved),
                        "Correct the option in the URI, or the property camel.component.elevenlabs-stt.* that sets it.",
                        failure);
            }
        }
        return null;
    }

    /** What our own checks say; without such a check what was found last. */
    private static String reason(Throwable unresolved) {
        Throwable last = unresolved;
        for (Throwable cause = unresolved; cause != null; cause = cause.getCause()) {
            if (cause instanceof IllegalArgumentException) {
                return cause.getMessage();
            }
            last = cause;
        }
        String message = String.valueOf(last.getMessage());
        int prefix = message.indexOf(" due to: ");
        return prefix < 0 ? message : message.substring(prefix + " due to: ".length());
    }
}
