package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.Message;

/** The keys under which an endpoint keeps its sessions in its session repository. Safe for use by many threads. */
final class RepositoryKeys {

    private final String name;
    private final ElevenLabsSttConfiguration options;
    private final Optional<Expression> recordingKey;

    RepositoryKeys(String name, ElevenLabsSttConfiguration options, CamelContext context) {
        this.name = name;
        this.options = options;
        this.recordingKey =
                Optional.ofNullable(options.getRecordingKey()).map(context.resolveLanguage("simple")::createExpression);
        recordingKey.ifPresent(key -> key.init(context));
    }

    /** The key of a stream; empty without a repository. */
    Optional<String> ofStream(String sessionKey) {
        return options.getSessionRepository() == null
                ? Optional.empty()
                : Optional.of(Journals.key(Journals.Kind.STREAM, name, sessionKey));
    }

    /**
     * The key of a recording; empty without a repository.
     *
     * @throws IllegalArgumentException when there is a repository and no key, or a key and no repository
     */
    Optional<String> ofRecording(Message message) {
        String header = message.getHeader(ElevenLabsSttConstants.RECORDING_KEY, String.class);
        boolean named = header != null && !header.isBlank();
        if (options.getSessionRepository() == null) {
            if (named) {
                throw new IllegalArgumentException(ElevenLabsSttConstants.RECORDING_KEY + "=" + Printable.of(header)
                        + " needs a place where the recording is kept; set sessionRepository, or remove the header");
            }
            return Optional.empty();
        }
        String key = named ? header : evaluated(message);
        return Optional.of(Journals.key(Journals.Kind.RECORDING, name, key));
    }

    private String evaluated(Message message) {
        if (recordingKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "sessionRepository is set, and this message names neither a recording nor a stream; set recordingKey,"
                            + " sessionKey or the header " + ElevenLabsSttConstants.RECORDING_KEY
                            + ", or remove sessionRepository");
        }
        String key;
        try {
            key = recordingKey.get().evaluate(message.getExchange(), String.class);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "recordingKey=" + options.getRecordingKey() + " cannot be evaluated for this message: "
                            + e.getMessage(),
                    e);
        }
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException("recordingKey=" + options.getRecordingKey()
                    + " gave no key for this message; with a sessionRepository every recording needs one");
        }
        return key;
    }
}
