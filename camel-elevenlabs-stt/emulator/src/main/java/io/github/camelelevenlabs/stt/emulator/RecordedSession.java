package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client sent on one connection, and how it ended. May be read at any time on any thread; lists are copies.
 */
public interface RecordedSession {

    /** How a connection came to its end. */
    enum Ending {
        /** It has not. */
        OPEN,
        /** The handshake was answered with an HTTP error. */
        HANDSHAKE_REFUSED,
        CLOSED_BY_CLIENT,
        CLOSED_BY_SERVICE,
        /** The client's side ended without a close frame. */
        LOST,
        /** A fault cut it. */
        CUT_BY_SERVICE
    }

    /** What a client did not get because it closed when it did. No mistake of one that says it again elsewhere. */
    enum Missed {
        NOTHING,
        /** The answer to its last commit was under way. */
        ANSWER,
        /** There was speech that nobody had committed. */
        OPEN_SEGMENT
    }

    /** What the client sent. */
    sealed interface Message {
        /** Since the connection was opened, by the clock on the wall. */
        Duration arrival();

        /** @param audio bytes of audio; 0 for a mere commit or keepalive */
        record Chunk(Duration arrival, int audio, boolean commit) implements Message {}

        /** Anything but audio. @param text the beginning of what arrived, without credentials */
        record Other(Duration arrival, String text) implements Message {}

        record Ping(Duration arrival) implements Message {}

        record Pong(Duration arrival) implements Message {}
    }

    /** A segment that was closed. @param position of its end in the connection's audio */
    record Commit(Duration position, By by) {
        /** Who asked for it. */
        public enum By {
            CLIENT,
            VAD,
            /** The service, for the length of the uncommitted audio. */
            LENGTH,
            /** The service, because the script says so. */
            SCRIPT
        }
    }

    /** The number of this connection, from 1, since the start or the last reset. */
    int connection();

    /** The decoded query parameters, each with all its values. */
    Map<String, List<String>> parameters();

    /** The first value of a query parameter, or null. */
    String parameter(String name);

    /** The request's headers with lower-case names. */
    Map<String, List<String>> headers();

    /** The first value of a request header, however it is spelt, or null. */
    String header(String name);

    /** What {@code session_started} told, or null if it was not sent. */
    String sessionId();

    /** Whether {@code session_started} was sent. */
    boolean isStarted();

    /** All audio, decoded from base64; empty if the emulator was told not to keep it. */
    byte[] audio();

    /** How long the audio plays in the format that the address names. */
    Duration audioDuration();

    /** Samples of audio received. */
    long samples();

    /** In the order they arrived. */
    List<Message> messages();

    /** Those of the client and of the service, in order. */
    List<Commit> commits();

    /** The context that the client gave with its first message, or null. */
    String previousText();

    /** Messages without audio and commit, that only keep the connection open. */
    int keepalives();

    int pings();

    /** The client's answers to the service's pings. */
    int pongs();

    List<Violation> violations();

    Ending ending();

    boolean isOpen();

    /** What the client missed by its close; nothing if it did not close. */
    Missed missed();

    /** The code of the first close frame, whoever sent it. */
    OptionalInt closeCode();

    /** The reason of the first close frame; may be empty. */
    String closeReason();

    /** The type of the last error message that was sent. */
    Optional<String> error();
}
