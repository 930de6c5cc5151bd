package io.github.camelelevenlabs.stt.emulator.protocol;

import java.util.List;

/** A message of the service. */
public sealed interface ServerMessage {

    record SessionStarted(String sessionId, SessionParameters parameters, ConfigEcho echo) implements ServerMessage {}

    /** The whole text of the open segment so far. */
    record PartialTranscript(String text) implements ServerMessage {}

    record CommittedTranscript(String text) implements ServerMessage {}

    /**
     * The twin of a committed transcript.
     *
     * @param tokens         null when only the language was asked for
     * @param bareCharacters whether the characters of a word are strings instead of objects
     */
    record CommittedTranscriptWithTimestamps(
            String text, String languageCode, List<TimedToken> tokens, boolean bareCharacters)
            implements ServerMessage {}

    /** A message that is in the service's contract but was never observed. */
    record FinalTranscript(String text) implements ServerMessage {}

    record CommittedTranscriptEntities(String text, List<DetectedEntity> entities) implements ServerMessage {}

    record EditedTranscript(String text, String editedText) implements ServerMessage {}

    /** A warning, after which the session continues. */
    record Warning(String text) implements ServerMessage {}

    /** An error; its code is the type of the message. */
    record Failure(String type, String text) implements ServerMessage {}

    /** Text that is sent unchanged. */
    record Verbatim(String json) implements ServerMessage {}
}
