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
 * Logs what the service and the audio say of an endpoint's sessions, once: thousands of sessions would all say the same. Repeats are
 * logged on DEBUG. Safe for use by many threads.
 */
public final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    /** Should each text of the service differ, by a number in it for instance, then this is enough of them. */
    static final int MAX_DISTINCT = 20;

    private static final int MAX_VALUE_LENGTH = 100;

    private final Set<String> said = ConcurrentHashMap.newKeySet();

    public void warning(String sessionId, String text) {
        log("warning: " + text, "{} the service warns: {}", sessionId, text);
    }

    /** Each option once, whatever the values are. */
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
     * What was found out about audio. What is lost or wrong is said of every recording, as each loses something else; what is odd is
     * said once, as all recordings of a source are odd in the same way.
     */
    public void audio(String sessionId, AudioNotice notice) {
        String format = "{} the audio: {}";
        boolean ofEach = notice.kind() == AudioNotice.Kind.NOT_DECODED || notice.kind() == AudioNotice.Kind.TIMES_JUMP;
        if (ofEach) {
            LOG.warn(format, sessionId, notice.text());
        } else {
            log("audio: " + notice.kind(), format, sessionId, notice.text());
        }
    }

    private void log(String key, String format, Object... parts) {
        if (said.size() < MAX_DISTINCT && said.add(key)) {
            LOG.warn(format, parts);
        } else {
            LOG.debug(format, parts);
        }
    }
}
