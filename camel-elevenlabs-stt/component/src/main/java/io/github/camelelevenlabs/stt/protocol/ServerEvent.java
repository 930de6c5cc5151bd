package io.github.camelelevenlabs.stt.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.List;

/**
 * One message of the service. Messages carry no ids and no numbers: only their order shows which belong together.
 * Transcribed text stays as it came; all other text is for logs and exceptions, and is made printable.
 */
public sealed interface ServerEvent {

    /**
     * The connection is ready: the first message of every session that succeeds, 0.2 to 0.3 s after connecting.
     *
     * @param sessionId the service's id of this connection; opaque
     * @param config    the settings as the service understood them; missing when it sent none
     */
    record SessionStarted(String sessionId, JsonNode config) implements ServerEvent {
        public SessionStarted {
            sessionId = Printable.of(sessionId);
        }
    }

    /** The whole text since the last commit; replaces the partial before it, may be empty or repeat it. */
    record Partial(String text) implements ServerEvent {}

    /** A message that answers a commit. */
    sealed interface Answer extends ServerEvent {
        /** The final text of a segment; empty when the committed audio held no speech. */
        String text();
    }

    record Committed(String text) implements Answer {}

    /**
     * A second message for the same commit as a {@link Committed}, before or after it.
     *
     * @param languageCode the detected language; null when the service sent none
     * @param tokens       words with their times; empty when only the language was asked for
     */
    record CommittedWithTimestamps(String text, String languageCode, List<Token> tokens) implements Answer {}

    /** The entities in a committed text, with entity detection. */
    record Entities(String text, List<Entity> entities) implements ServerEvent {}

    /** The edited form of a committed text. Comes when it is ready; {@code text} shows to which segment it belongs. */
    record Edited(String text, String editedText) implements ServerEvent {}

    /** Advice; the session goes on. */
    record Warning(String text) implements ServerEvent {
        public Warning {
            text = Printable.of(text);
        }
    }

    /**
     * An error message, in most cases sent just before the service closes the connection.
     *
     * @param type   the service's type; where it is unknown, {@code code} is {@link ErrorCode#ERROR}
     * @param detail the service's text for humans
     */
    record Failed(ErrorCode code, String type, String detail) implements ServerEvent {
        public Failed {
            type = Printable.of(type);
            detail = Printable.of(detail);
        }
    }

    /** A message of a type that this version does not know or does not use. */
    record Unknown(String type) implements ServerEvent {
        public Unknown {
            type = Printable.of(type);
        }
    }

    /** A text that is no message of the protocol. */
    record Malformed(String problem) implements ServerEvent {
        public Malformed {
            problem = Printable.of(problem);
        }
    }

    /**
     * A piece of a committed text; the pieces of a segment in their order are its text.
     *
     * @param start   seconds on the clock of the connection's audio: zero is its first sample
     * @param end     seconds, as {@code start}
     * @param type    {@code word}, {@code spacing} or {@code audio_event}
     * @param logprob natural logarithm of the probability; 0 is certain
     */
    record Token(String text, double start, double end, String type, double logprob) {}

    /**
     * An entity in a text.
     *
     * @param startChar index of the first character in the text
     * @param endChar   index after the last character
     */
    record Entity(String text, String type, int startChar, int endChar) {}
}
