package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.Fault.FallSilent;
import io.github.camelelevenlabs.stt.emulator.Fault.HangUp;
import io.github.camelelevenlabs.stt.emulator.Fault.NeverStart;
import io.github.camelelevenlabs.stt.emulator.Fault.RefuseHandshake;
import io.github.camelelevenlabs.stt.emulator.Fault.Stall;
import io.github.camelelevenlabs.stt.emulator.Fault.StopReading;
import io.github.camelelevenlabs.stt.emulator.Fault.SwallowCommitAnswer;
import io.github.camelelevenlabs.stt.emulator.Script.When;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A random fault on each of the first connections; the same seed gives the same faults. A client should survive all of
 * them: none reports a mistake of the client.
 *
 * <pre>{@code
 * emulator.script().follow(FaultPlan.random(42).connections(20).withinAudio(ofSeconds(30)));
 * }</pre>
 *
 * Immutable. Its text lists the faults, so that a failing test can tell what happened.
 */
public final class FaultPlan implements Consumer<Script> {

    /** The kinds of faults, as a client sees them. */
    public enum Kind {
        /** HTTP 429, 500, 502 or 503. */
        REFUSED_HANDSHAKE,
        /** A connection that opens without a session. */
        NEVER_STARTED,
        /** A reset in the middle of the audio. */
        RESET,
        /** An end without a close frame. */
        HANG_UP,
        /** A close with 1000, 1001, 1011, 1012 or 1013. */
        CLOSE,
        /** A retryable error of the service, and its close. */
        ERROR,
        /** The service sends nothing for 1 to 10 s. */
        STALL,
        /** The service reads nothing for 1 to 10 s. */
        STOPPED_READING,
        /** The service sends nothing any more. */
        SILENCE,
        /** One of the first three commits gets no answer. */
        LOST_ANSWER,
        /** A reset between the two messages of one of the first three answers. */
        BROKEN_ANSWER
    }

    private static final List<Integer> STATUSES = List.of(429, 500, 502, 503);
    private static final List<Integer> CLOSES = List.of(1000, 1001, 1011, 1012, 1013);
    private static final List<ServiceError> ERRORS = List.of(
            ServiceError.RATE_LIMITED,
            ServiceError.RESOURCE_EXHAUSTED,
            ServiceError.QUEUE_OVERFLOW,
            ServiceError.SESSION_TIME_LIMIT_EXCEEDED,
            ServiceError.TRANSCRIBER_ERROR,
            ServiceError.ERROR);
    private static final int FIRST_COMMITS = 3;

    private final long seed;
    private final int connections;
    private final Duration audio;
    private final Set<Kind> kinds;

    private FaultPlan(long seed, int connections, Duration audio, Set<Kind> kinds) {
        this.seed = seed;
        this.connections = connections;
        this.audio = audio;
        this.kinds = kinds;
    }

    /** Faults of all kinds on the first 10 connections, within their first 10 s of audio. */
    public static FaultPlan random(long seed) {
        return new FaultPlan(seed, 10, Duration.ofSeconds(10), new TreeSet<>(Set.of(Kind.values())));
    }

    /** The number of connections with a fault, starting with the first. */
    public FaultPlan connections(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("connections must be at least 1, was " + number);
        }
        return new FaultPlan(seed, number, audio, kinds);
    }

    /** The most audio that a connection has sent when its fault happens. */
    public FaultPlan withinAudio(Duration longest) {
        if (longest.toMillis() < 1) {
            throw new IllegalArgumentException("withinAudio must be at least 1 ms, was " + longest);
        }
        return new FaultPlan(seed, connections, longest, kinds);
    }

    /** The kinds of faults to choose from. */
    public FaultPlan kinds(Kind first, Kind... more) {
        Set<Kind> chosen = new TreeSet<>(Arrays.asList(more));
        chosen.add(Objects.requireNonNull(first, "first"));
        return new FaultPlan(seed, connections, audio, chosen);
    }

    /** Adds its faults to a script. */
    @Override
    public void accept(Script script) {
        Random random = new Random(seed);
        List<Kind> choice = List.copyOf(kinds);
        for (int connection = 1; connection <= connections; connection++) {
            add(script.onConnection(connection), choice.get(random.nextInt(choice.size())), random);
        }
    }

    private void add(When opening, Kind kind, Random random) {
        Duration position = Duration.ofMillis(1 + random.nextInt((int) audio.toMillis()));
        int commit = 1 + random.nextInt(FIRST_COMMITS);
        Duration pause = Duration.ofMillis(1_000 + random.nextInt(9_000));
        switch (kind) {
            case REFUSED_HANDSHAKE:
                opening.fault(new RefuseHandshake(oneOf(STATUSES, random)));
                break;
            case NEVER_STARTED:
                opening.fault(new NeverStart());
                break;
            case HANG_UP:
                opening.afterAudio(position).fault(new HangUp());
                break;
            case CLOSE:
                opening.afterAudio(position).fault(new Fault.CloseWith(oneOf(CLOSES, random), ""));
                break;
            case ERROR:
                opening.afterAudio(position).fault(oneOf(ERRORS, random).asSeen());
                break;
            case STALL:
                opening.afterAudio(position).fault(new Stall(pause));
                break;
            case STOPPED_READING:
                opening.afterAudio(position).fault(new StopReading(pause));
                break;
            case SILENCE:
                opening.afterAudio(position).fault(new FallSilent());
                break;
            case LOST_ANSWER:
                opening.onCommit(commit).fault(new SwallowCommitAnswer());
                break;
            case BROKEN_ANSWER:
                opening.onAnswer(commit).fault(new DropConnection());
                break;
            default:
                opening.afterAudio(position).fault(new DropConnection());
        }
    }

    private static <T> T oneOf(List<T> choice, Random random) {
        return choice.get(random.nextInt(choice.size()));
    }

    @Override
    public String toString() {
        Script script = new CueList();
        accept(script);
        return "seed " + seed + ": " + script;
    }
}
