package io.github.camelelevenlabs.stt.protocol;

import static io.github.camelelevenlabs.stt.protocol.ErrorCode.Origin.CLIENT;
import static io.github.camelelevenlabs.stt.protocol.ErrorCode.Origin.CONNECTION;
import static io.github.camelelevenlabs.stt.protocol.ErrorCode.Origin.SERVICE;
import static io.github.camelelevenlabs.stt.protocol.Verdict.BACK_OFF;
import static io.github.camelelevenlabs.stt.protocol.Verdict.CARRY_ON;
import static io.github.camelelevenlabs.stt.protocol.Verdict.GIVE_UP;
import static io.github.camelelevenlabs.stt.protocol.Verdict.ONCE_MORE;
import static io.github.camelelevenlabs.stt.protocol.Verdict.RECONNECT;
import static io.github.camelelevenlabs.stt.protocol.Verdict.WAIT;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every error of a session, whatever its origin: error messages of the service in all spellings that were seen, statuses of a
 * refused handshake, codes of a closed connection, and errors that the client detects.
 */
public enum ErrorCode {
    /** A missing, wrong or spent credential. Comes after a successful upgrade, followed by a bare close 1000. */
    AUTH_ERROR(
            SERVICE,
            GIVE_UP,
            "check apiKey or token, and that baseUrl is the region of the account",
            "authentication_error"),
    /** A parameter or a combination that the service refuses. */
    INVALID_REQUEST(SERVICE, GIVE_UP, "check the options of the endpoint"),
    /** The account's owner must accept the product's terms in its web settings; there is no API for it. */
    UNACCEPTED_TERMS(
            SERVICE,
            GIVE_UP,
            "accept the product's terms in the web settings of the account",
            "unaccepted_terms_error"),
    /**
     * Out of credits; comes after {@code session_started}. {@code payment_issue} is the type that the service's other
     * WebSockets use.
     */
    QUOTA_EXCEEDED(
            SERVICE,
            GIVE_UP,
            "the account is out of credits",
            "quota_exceeded_error",
            "payment_issue",
            "payment_issue_error"),
    /** A commit of less than 0.3 s of audio, or too many commits. Its text says that the commit is ignored, yet the session ends. */
    COMMIT_THROTTLED(SERVICE, RECONNECT, "", "throttled", "throttled_error", "scribe_throttled_error"),
    /** Too many sessions or requests. */
    RATE_LIMITED(
            SERVICE,
            WAIT,
            "keep maxConcurrentSessions below the limit of the account's plan",
            "rate_limit_exceeded",
            "rate_limited_error"),
    /** The service has no capacity. */
    RESOURCE_EXHAUSTED(SERVICE, WAIT, "", "resource_exhausted_error"),
    /** Audio came faster than the service could process it. */
    QUEUE_OVERFLOW(SERVICE, BACK_OFF, "lower readRate", "queue_overflow_error"),
    /** The session reached the age that the account's plan allows. */
    SESSION_TIME_LIMIT_EXCEEDED(SERVICE, RECONNECT, "", "session_time_limit_exceeded_error"),
    /** No audio or too little of it for too long. */
    INSUFFICIENT_AUDIO_ACTIVITY(SERVICE, RECONNECT, "", "insufficient_audio_activity_error"),
    /** A message that the service did not understand; it usually ignores the message and continues. */
    INPUT_ERROR(SERVICE, CARRY_ON, ""),
    /** A chunk larger than the service takes. */
    CHUNK_SIZE_EXCEEDED(SERVICE, ONCE_MORE, "lower chunkDuration", "chunk_size_exceeded_error"),
    /** The recogniser itself failed. */
    TRANSCRIBER_ERROR(SERVICE, BACK_OFF, ""),
    /** Any other error message of the service, of a type known or not. */
    ERROR(SERVICE, BACK_OFF, ""),

    /** The handshake was answered with a status that is none of those below, or a proxy refused a tunnel. */
    HANDSHAKE_REFUSED(CONNECTION, GIVE_UP, "check baseUrl and the proxy"),
    /** The service cannot be reached, or answered the handshake with a server error. */
    CONNECT_FAILED(CONNECTION, BACK_OFF, "check baseUrl, the proxy and the network"),
    /** No {@code session_started} came within the connect timeout, with or without a connection. */
    CONNECT_TIMEOUT(CONNECTION, BACK_OFF, ""),
    /** The connection broke without a closing handshake. */
    CONNECTION_LOST(CONNECTION, BACK_OFF, ""),
    /** The service closed the connection without saying why, as it does after 15 s without a message. */
    IDLE_TIMEOUT(CONNECTION, RECONNECT, ""),
    /** The service restarts, goes away or is overloaded, by its close code. */
    SERVER_CLOSED(CONNECTION, BACK_OFF, ""),
    /** The service closed the connection with code 1008 and named none of the errors above. */
    POLICY_VIOLATION(CONNECTION, GIVE_UP, ""),
    /** Speech was sent and no message came for too long, although the connection is open. */
    STALLED(CONNECTION, BACK_OFF, ""),
    /** A commit, or the end of the audio, was not answered in time. */
    TRANSCRIPT_TIMEOUT(CONNECTION, ONCE_MORE, ""),

    /** The audio cannot be read or understood. */
    INVALID_AUDIO(CLIENT, GIVE_UP, ""),
    /** The audio needs ffmpeg, and none runs on this machine; another machine may have one. */
    DECODER_MISSING(CLIENT, BACK_OFF, ""),
    /** There is more audio than the user allows a session to send. */
    AUDIO_LIMIT_EXCEEDED(
            CLIENT,
            GIVE_UP,
            "raise maxAudioDuration, or send what is not committed yet as another recording or stream"),
    /** The source of the audio failed. */
    AUDIO_SOURCE_FAILED(CLIENT, BACK_OFF, ""),
    /** The route or the context was stopped while the session ran, or the session was over before the audio came. */
    STOPPED(CLIENT, BACK_OFF, ""),
    /** Another process has taken the session over, and goes on with it. */
    SUPERSEDED(CLIENT, GIVE_UP, ""),
    /** The session repository cannot be reached, or cannot keep any more. */
    REPOSITORY_FAILED(CLIENT, BACK_OFF, "check the session repository"),
    /** The client itself failed. */
    CLIENT_ERROR(CLIENT, GIVE_UP, "");

    /** Who reports the error. */
    enum Origin {
        /** The service, in an error message. */
        SERVICE,
        /** The client, about its connection to the service. */
        CONNECTION,
        /** The client, about the audio or itself. */
        CLIENT
    }

    private final Origin origin;
    private final Verdict verdict;
    private final String advice;
    private final List<String> variants;

    ErrorCode(Origin origin, Verdict verdict, String advice, String... variants) {
        this.origin = origin;
        this.verdict = verdict;
        this.advice = advice;
        this.variants = List.of(variants);
    }

    public Verdict verdict() {
        return verdict;
    }

    /** What the user can do about the error; empty when they can only wait. */
    public String advice() {
        return advice;
    }

    /** The name of this error: the service's message type where there is one. */
    public String type() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The code of an error message, or of a close reason, of this type. */
    static Optional<ErrorCode> ofType(String type) {
        return Arrays.stream(values())
                .filter(code -> code.origin == SERVICE && (code.type().equals(type) || code.variants.contains(type)))
                .findFirst();
    }

    /** The code of a handshake that was answered with this HTTP status instead of 101. */
    public static ErrorCode ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> AUTH_ERROR;
            case 402 -> QUOTA_EXCEEDED;
            case 400, 422 -> INVALID_REQUEST;
            case 429 -> RATE_LIMITED;
            case 503 -> RESOURCE_EXHAUSTED;
            default -> status >= 500 || status == 408 ? CONNECT_FAILED : HANDSHAKE_REFUSED;
        };
    }

    /** The code of a tunnel that a proxy refused with this HTTP status. */
    public static ErrorCode ofProxyStatus(int status) {
        return status >= 500 || status == 408 || status == 429 ? CONNECT_FAILED : HANDSHAKE_REFUSED;
    }

    /**
     * The code of a connection that the service closed with this code and reason and without an error message before.
     * A close with 1000 is no success: only the client that closes first ends a session well.
     */
    public static ErrorCode ofClose(int closeCode, String reason) {
        return ofType(reason).orElseGet(() -> switch (closeCode) {
            case 1000 -> IDLE_TIMEOUT;
            case 1005, 1006 -> CONNECTION_LOST;
            case 1008 -> POLICY_VIOLATION;
            case 1009 -> CHUNK_SIZE_EXCEEDED;
            default -> SERVER_CLOSED;
        });
    }

    /** Whether the error, after all audio was sent and some of it committed, may mean that no audio was left to commit. */
    public boolean endsDraining() {
        return this == COMMIT_THROTTLED || this == INSUFFICIENT_AUDIO_ACTIVITY || this == INPUT_ERROR;
    }

    /** Whether the error shows that the service cannot be used; false for errors of one recording and for a stop. */
    public boolean isOfService() {
        return origin != CLIENT;
    }
}
