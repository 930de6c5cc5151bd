package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The messages of a client on one connection, and its end. May be read at any time on any thread; lists are copies. */
public interface RecordedSession {

    /** How a connection ended. */
    enum Ending {
        /** The connection is open. */
        OPEN,
        /** The handshake was answered with an HTTP error. */
        HANDSHAKE_REFUSED,
        CLOSED_BY_CLIENT,
        CLOSED_BY_SERVICE,
        /** The client's side ended without a close frame. */
        LOST,
        /** A fault ended it. */
        CUT_BY_SERVICE
    }

    /** Data that a client lost by its early close. No mistake if the client sends the audio again on another connection. */
    enum Missed {
        NOTHING,
        /** The answer to its last commit was pending. */
        ANSWER,
        /** Some speech was not committed. */
        OPEN_SEGMENT
    }

    /** A message of the client. */
    sealed interface Message {
        /** The real time since the connection was opened. */
        Duration arrival();

        /**
         * @param audio the number of audio bytes; 0 for a commit or keepalive without audio
         */
        record Chunk(Duration arrival, int audio, boolean commit) implements Message {}

        /** Anything but audio. @param text the beginning of what arrived, without credentials */
        record Other(Duration arrival, String text) implements Message {}

        record Ping(Duration arrival) implements Message {}

        record Pong(Duration arrival) implements Message {}
    }

    /** A segment that was closed. @param position of its end in the connection's audio */
    record Commit(Duration position, By by) {
        /** The cause of the commit. */
        public enum By {
            CLIENT,
            VAD,
            /** The service, which took a word for the last one of a turn. */
            TURN,
            /** The service, for the length of the uncommitted audio. */
            LENGTH,
            /** The service, by the script. */
            SCRIPT
        }
    }

    /** The number of this connection, from 1, since the start or the last reset. */
    int connection();

    /** The decoded query parameters, each with all its values. */
    Map<String, List<String>> parameters();

    /** The first value of a query parameter, or null. */
    String parameter(String name);

    /** The headers of the request, with lower-case names. */
    Map<String, List<String>> headers();

    /** The first value of a request header, whose name may be in any case, or null. */
    String header(String name);

    /** The id in {@code session_started}, or null if it was not sent. */
    String sessionId();

    /** Whether {@code session_started} was sent. */
    boolean isStarted();

    /** All audio, decoded from base64; empty if the emulator does not keep audio. */
    byte[] audio();

    /** The duration of the audio in the format of the address. */
    Duration audioDuration();

    /** The number of samples received. */
    long samples();

    /** All messages in the order of arrival. */
    List<Message> messages();

    /** The commits of the client and of the service, in order. */
    List<Commit> commits();

    /** The {@code previous_text} of the client's first message, or null. */
    String previousText();

    /** The number of messages without audio and commit, which only keep the connection open. */
    int keepalives();

    int pings();

    /** The client's answers to the service's pings. */
    int pongs();

    List<Violation> violations();

    Ending ending();

    boolean isOpen();

    /** The data that the client lost by its close; empty if it did not close. */
    Missed missed();

    /** The code of the first close frame, of either side. */
    OptionalInt closeCode();

    /** The reason of the first close frame; may be empty. */
    String closeReason();

    /** The type of the last error message that was sent. */
    Optional<String> error();
}
