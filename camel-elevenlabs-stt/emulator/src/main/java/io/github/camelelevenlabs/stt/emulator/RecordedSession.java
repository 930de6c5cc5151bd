package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a client sent on one connection, and how it ended. May be read at any time on any thread; lists are copies.
 */
public final class RecordedSession {

    /** How a connection came to its end. */
    public enum Ending {
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
    public enum Missed {
        NOTHING,
        /** The answer to its last commit was under way. */
        ANSWER,
        /** There was speech that nobody had committed. */
        OPEN_SEGMENT
    }

    /** What the client sent. */
    public sealed interface Message {
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
    public record Commit(Duration position, By by) {
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

    // Enough to see what is going on; all of it would fill the memory of an emulator that runs for days.
    private static final int REMEMBERED_MESSAGES = 20;

    private final int connection;
    private final Map<String, List<String>> parameters;
    private final Map<String, List<String>> headers;
    private final RawFormat format;
    private final LongSupplier nanoTime;
    private final long openedAt;

    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    private final List<Message> messages = new ArrayList<>();
    private final List<Commit> commits = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Deque<String> lastSaid = new ArrayDeque<>();
    private Supplier<String> cause = () -> "";
    private long samples;
    private boolean keepsAudio = true;
    private int keepalives;
    private String sessionId;
    private String previousText;
    private Ending ending = Ending.OPEN;
    private Missed missed = Missed.NOTHING;
    private int closeCode = -1;
    private String closeReason = "";
    private String error;

    RecordedSession(
            int connection,
            Map<String, List<String>> parameters,
            Map<String, List<String>> headers,
            RawFormat format,
            LongSupplier nanoTime) {
        this.connection = connection;
        this.parameters = parameters;
        this.headers = headers;
        this.format = format;
        this.nanoTime = nanoTime;
        openedAt = nanoTime.getAsLong();
    }

    /** The number of this connection, from 1, since the start or the last reset. */
    public int connection() {
        return connection;
    }

    /** The decoded query parameters, each with all its values. */
    public Map<String, List<String>> parameters() {
        return parameters;
    }

    /** The first value of a query parameter, or null. */
    public String parameter(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    /** The request's headers with lower-case names. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a request header, however it is spelt, or null. */
    public String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    /** What {@code session_started} told, or null if it was not sent. */
    public synchronized String sessionId() {
        return sessionId;
    }

    /** Whether {@code session_started} was sent. */
    public synchronized boolean isStarted() {
        return sessionId != null;
    }

    /** All audio, decoded from base64; empty if the emulator was told not to keep it. */
    public synchronized byte[] audio() {
        return audio.toByteArray();
    }

    /** How long the audio plays in the format that the address names. */
    public synchronized Duration audioDuration() {
        return format.duration(samples);
    }

    /** Samples of audio received. */
    public synchronized long samples() {
        return samples;
    }

    /** In the order they arrived. */
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** Those of the client and of the service, in order. */
    public synchronized List<Commit> commits() {
        return List.copyOf(commits);
    }

    /** The context that the client gave with its first message, or null. */
    public synchronized String previousText() {
        return previousText;
    }

    /** Messages without audio and commit, that only keep the connection open. */
    public synchronized int keepalives() {
        return keepalives;
    }

    public synchronized int pings() {
        return count(Message.Ping.class);
    }

    /** The client's answers to the service's pings. */
    public synchronized int pongs() {
        return count(Message.Pong.class);
    }

    public synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    public synchronized Ending ending() {
        return ending;
    }

    public synchronized boolean isOpen() {
        return ending == Ending.OPEN;
    }

    /** What the client missed by its close; nothing if it did not close. */
    public synchronized Missed missed() {
        return missed;
    }

    /** The code of the first close frame, whoever sent it. */
    public synchronized OptionalInt closeCode() {
        return closeCode < 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    /** The reason of the first close frame; may be empty. */
    public synchronized String closeReason() {
        return closeReason;
    }

    /** The type of the last error message that was sent. */
    public synchronized Optional<String> error() {
        return Optional.ofNullable(error);
    }

    @Override
    public synchronized String toString() {
        return "connection " + connection + ": " + audioDuration() + " of audio, " + commits.size() + " commits, "
                + ending + (closeCode < 0 ? "" : " with " + closeCode + " '" + closeReason + "'");
    }

    RawFormat format() {
        return format;
    }

    synchronized void dropAudio() {
        keepsAudio = false;
    }

    synchronized void started(String id) {
        sessionId = id;
    }

    synchronized void chunk(byte[] bytes, boolean commit) {
        messages.add(new Message.Chunk(sinceOpened(), bytes.length, commit));
        if (bytes.length == 0 && !commit) {
            keepalives++;
        }
    }

    /** Audio that the service took. */
    synchronized void heard(byte[] bytes) {
        samples += bytes.length / format.bytesPerSample();
        if (keepsAudio) {
            audio.writeBytes(bytes);
        }
    }

    /** What the service said to the client. */
    synchronized void said(String message) {
        if (lastSaid.size() == REMEMBERED_MESSAGES) {
            lastSaid.remove();
        }
        lastSaid.add(message);
    }

    /** The last messages of the service, oldest first; a copy. */
    synchronized List<String> lastSaid() {
        return List.copyOf(lastSaid);
    }

    synchronized void other(String text) {
        messages.add(new Message.Other(sinceOpened(), text));
    }

    synchronized void ping() {
        messages.add(new Message.Ping(sinceOpened()));
    }

    synchronized void pong() {
        messages.add(new Message.Pong(sinceOpened()));
    }

    synchronized void previousText(String text) {
        previousText = text;
    }

    synchronized void commit(Duration position, Commit.By by) {
        commits.add(new Commit(position, by));
    }

    /** What is found wrong until this is called again is due to a message. @param excerpt of that message, or empty */
    synchronized void handling(Supplier<String> excerpt) {
        cause = excerpt;
    }

    synchronized void violation(Violation.Rule rule, String detail) {
        violations.add(new Violation(connection, rule.text(), Excerpt.of(detail), cause.get()));
    }

    synchronized void missed(Missed what) {
        missed = what;
    }

    synchronized void error(String type) {
        error = type;
    }

    synchronized void closing(int code, String reason) {
        if (closeCode < 0) {
            closeCode = code;
            closeReason = reason;
        }
    }

    /** The first ending counts. */
    synchronized void ended(Ending how) {
        if (ending == Ending.OPEN) {
            ending = how;
        }
    }

    private int count(Class<? extends Message> kind) {
        return (int) messages.stream().filter(kind::isInstance).count();
    }

    private Duration sinceOpened() {
        return Duration.ofNanos(nanoTime.getAsLong() - openedAt);
    }
}
