package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.options.ParameterNames;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs warnings about the sessions of an endpoint. A warning that thousands of sessions would repeat is logged once at WARN, and its
 * repeats at DEBUG. Safe for use by many threads.
 */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** The number of different warnings at WARN. A limit, because each text of the service may contain another number. */
    static final int MAX_DISTINCT = 20;

    private static final int MAX_VALUE_LENGTH = 100;

    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    public void warning(String sessionId, String text) {
        log("warning: " + text, "{} the service warns: {}", sessionId, text);
    }

    /** Logs each option once, whatever the values are. */
    public void difference(String sessionId, ConfigEcho.Difference difference) {
        String option = ParameterNames.optionOf(difference.parameter());
        log(
                "difference: " + option,
                "{} {}={} was asked for, and the service understood {}; check that the model and the account's plan have it",
                sessionId,
                option,
                Printable.of(difference.asked(), MAX_VALUE_LENGTH),
                difference.understood().isEmpty()
                        ? "nothing"
                        : Printable.of(difference.understood(), MAX_VALUE_LENGTH));
    }

    /**
     * Logs lost or wrong audio for every recording, because each loses something else. Logs the other kinds once: all recordings of
     * a source have them.
     */
    public void audio(String sessionId, AudioNotice notice) {
        String format = "{} the audio: {}";
        boolean everyTime =
                notice.kind() == AudioNotice.Kind.NOT_DECODED || notice.kind() == AudioNotice.Kind.TIMES_JUMP;
        if (everyTime) {
            LOG.warn(format, sessionId, notice.text());
        } else {
            log("audio: " + notice.kind(), format, sessionId, notice.text());
        }
    }

    /** A recording has no name, so that the session repository cannot keep it. @param header the header that would give it one */
    public void notKept(String endpoint, String header) {
        log(
                "no key",
                "elevenlabs-stt:{} has a sessionRepository, and a message names neither a recording nor a stream; such messages"
                        + " are not kept. Set recordingKey, sessionKey or the header {}",
                Printable.of(endpoint),
                header);
    }

    private void log(String key, String format, Object... parts) {
        if (logged.size() < MAX_DISTINCT && logged.add(key)) {
            LOG.warn(format, parts);
        } else {
            LOG.debug(format, parts);
        }
    }
}
