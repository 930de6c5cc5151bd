package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Violation;
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

/** The record of one connection, written while it is served. Thread-safe. */
public final class SessionRecord implements RecordedSession {
    // The last messages are enough to see what is going on; all of them would fill the memory of an emulator that runs
    // for days.
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

    SessionRecord(
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

    @Override
    public int connection() {
        return connection;
    }

    @Override
    public Map<String, List<String>> parameters() {
        return parameters;
    }

    @Override
    public String parameter(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(0);
    }

    @Override
    public Map<String, List<String>> headers() {
        return headers;
    }

    @Override
    public String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null ? null : values.get(0);
    }

    @Override
    public synchronized String sessionId() {
        return sessionId;
    }

    @Override
    public synchronized boolean isStarted() {
        return sessionId != null;
    }

    @Override
    public synchronized byte[] audio() {
        return audio.toByteArray();
    }

    @Override
    public synchronized Duration audioDuration() {
        return format.duration(samples);
    }

    @Override
    public synchronized long samples() {
        return samples;
    }

    @Override
    public synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    @Override
    public synchronized List<Commit> commits() {
        return List.copyOf(commits);
    }

    @Override
    public synchronized String previousText() {
        return previousText;
    }

    @Override
    public synchronized int keepalives() {
        return keepalives;
    }

    @Override
    public synchronized int pings() {
        return count(Message.Ping.class);
    }

    @Override
    public synchronized int pongs() {
        return count(Message.Pong.class);
    }

    @Override
    public synchronized List<Violation> violations() {
        return List.copyOf(violations);
    }

    @Override
    public synchronized Ending ending() {
        return ending;
    }

    @Override
    public synchronized boolean isOpen() {
        return ending == Ending.OPEN;
    }

    @Override
    public synchronized Missed missed() {
        return missed;
    }

    @Override
    public synchronized OptionalInt closeCode() {
        return closeCode < 0 ? OptionalInt.empty() : OptionalInt.of(closeCode);
    }

    @Override
    public synchronized String closeReason() {
        return closeReason;
    }

    @Override
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

    public synchronized void dropAudio() {
        keepsAudio = false;
    }

    public synchronized void started(String id) {
        sessionId = id;
    }

    public synchronized void chunk(byte[] bytes, boolean commit) {
        messages.add(new Message.Chunk(sinceOpened(), bytes.length, commit));
        if (bytes.length == 0 && !commit) {
            keepalives++;
        }
    }

    /** The service has accepted audio. */
    public synchronized void audioReceived(byte[] bytes) {
        samples += bytes.length / format.bytesPerSample();
        if (keepsAudio) {
            audio.writeBytes(bytes);
        }
    }

    /** The service has sent a message to the client. */
    public synchronized void said(String message) {
        if (lastSaid.size() == REMEMBERED_MESSAGES) {
            lastSaid.remove();
        }
        lastSaid.add(message);
    }

    /** The last messages of the service, oldest first; a copy. */
    public synchronized List<String> lastSaid() {
        return List.copyOf(lastSaid);
    }

    public synchronized void other(String text) {
        messages.add(new Message.Other(sinceOpened(), text));
    }

    public synchronized void ping() {
        messages.add(new Message.Ping(sinceOpened()));
    }

    public synchronized void pong() {
        messages.add(new Message.Pong(sinceOpened()));
    }

    synchronized void previousText(String text) {
        previousText = text;
    }

    public synchronized void commit(Duration position, Commit.By by) {
        commits.add(new Commit(position, by));
    }

    /** Violations found from now on are due to this message. @param excerpt of the message, or empty */
    synchronized void handling(Supplier<String> excerpt) {
        cause = excerpt;
    }

    public synchronized void violation(Violation.Rule rule, String detail) {
        violations.add(new Violation(connection, rule.text(), Excerpt.of(detail), cause.get()));
    }

    synchronized void missed(Missed what) {
        missed = what;
    }

    public synchronized void error(String type) {
        error = type;
    }

    public synchronized void closing(int code, String reason) {
        if (closeCode < 0) {
            closeCode = code;
            closeReason = reason;
        }
    }

    /** Records how the connection ended. Only the first call counts. */
    public synchronized void ended(Ending how) {
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
