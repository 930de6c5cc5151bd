package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the emulator says and does besides the service's rules, on cue:
 *
 * <pre>{@code
 * emulator.script()
 *         .onConnection(1).afterAudio(ofSeconds(2)).fault(new DropConnection())
 *         .onConnection(2).onCommit(1).fault(new SwallowCommitAnswer()).committed("something else");
 * }</pre>
 *
 * Connections are counted from 1, refused ones included. Each cue is given once on its connection. Thread-safe; cues
 * that are added later than their moment are not given.
 */
public final class Script {

    /** When a cue is given. */
    sealed interface Moment {
        record Opening() implements Moment {}

        record Started() implements Moment {}

        record AfterAudio(Duration audio) implements Moment {}

        record AfterMessages(int messages) implements Moment {}

        record AfterTime(Duration time) implements Moment {}

        record OnCommit(int number) implements Moment {}

        record OnAnswer(int number) implements Moment {}
    }

    /** What a cue does. */
    sealed interface Act {
        record Do(Fault fault) implements Act {}

        record Send(String json) implements Act {}

        record Partial(String text) implements Act {}

        record Committed(String text) implements Act {}

        record Commit() implements Act {}

        record Warning(String text) implements Act {}

        record Edited(String text, String editedText) implements Act {}

        record Final(String text) implements Act {}
    }

    private final List<Cue> cues = new ArrayList<>();
    private volatile boolean empty = true;

    Script() {}

    /** What follows is for the connection of this number, from 1. */
    public When onConnection(int number) {
        return new When(number, new Moment.Opening());
    }

    /** What follows is for every connection. */
    public When onEveryConnection() {
        return new When(Cue.EVERY, new Moment.Opening());
    }

    /** As soon as the first connection that gets so far has sent this much audio. */
    public When afterAudio(Duration audio) {
        return new When(Cue.FIRST, new Moment.AfterAudio(audio));
    }

    /** At the commit of this number, from 1, on the first connection that gets so far. */
    public When onCommit(int number) {
        return new When(Cue.FIRST, new Moment.OnCommit(number));
    }

    /** As soon as the first connection that gets so far has sent this many messages. */
    public When afterMessages(int messages) {
        return new When(Cue.FIRST, new Moment.AfterMessages(messages));
    }

    /** Adds all faults of a plan. */
    public Script follow(FaultPlan plan) {
        plan.addTo(this);
        return this;
    }

    /** When, since the session started, something is to happen on this connection, besides what messages bring about. */
    List<Duration> times(int connection) {
        synchronized (cues) {
            return cues.stream()
                    .filter(cue -> cue.connection == Cue.EVERY || cue.connection == connection)
                    .filter(cue -> cue.moment instanceof Moment.AfterTime)
                    .map(cue -> ((Moment.AfterTime) cue.moment).time())
                    .toList();
        }
    }

    /** The acts whose moment has come on this connection, in the order they were added; each is handed out once. */
    List<Act> due(int connection, Predicate<Moment> hasCome) {
        if (empty) {
            return List.of();
        }
        List<Act> due = new ArrayList<>();
        synchronized (cues) {
            for (Cue cue : cues) {
                if (hasCome.test(cue.moment) && cue.claim(connection)) {
                    due.add(cue.act);
                }
            }
        }
        return due;
    }

    /** Every cue on a line, such as {@code connection 2, AfterAudio[audio=PT3S]: Do[fault=DropConnection[]]}. */
    @Override
    public String toString() {
        synchronized (cues) {
            return cues.stream().map(Cue::toString).collect(Collectors.joining("\n"));
        }
    }

    private void add(int connection, Moment moment, Act act) {
        synchronized (cues) {
            cues.add(new Cue(connection, moment, act));
            empty = false;
        }
    }

    private static final class Cue {
        static final int EVERY = 0;
        static final int FIRST = -1;

        final int connection;
        final Moment moment;
        final Act act;
        private final Set<Integer> givenOn = new HashSet<>();

        Cue(int connection, Moment moment, Act act) {
            this.connection = connection;
            this.moment = moment;
            this.act = act;
        }

        @Override
        public String toString() {
            String where = connection == EVERY ? "every connection" : "connection " + connection;
            return (connection == FIRST ? "first connection" : where) + ", " + moment + ": " + act;
        }

        boolean claim(int candidate) {
            boolean wanted = connection == EVERY || connection == FIRST && givenOn.isEmpty() || connection == candidate;
            return wanted && givenOn.add(candidate);
        }
    }

    /** A moment of a connection, to which acts are added; until another is named, when the connection opens. */
    public final class When {
        private final int connection;
        private final Moment moment;

        private When(int connection, Moment moment) {
            this.connection = connection;
            this.moment = moment;
        }

        /** Once {@code session_started} was sent. */
        public When onceStarted() {
            return new When(connection, new Moment.Started());
        }

        /** As soon as the client has sent this much audio on the connection. */
        public When afterAudio(Duration audio) {
            return new When(connection, new Moment.AfterAudio(audio));
        }

        /** As soon as the client has sent this many messages on the connection, whatever they are; pings do not count. */
        public When afterMessages(int messages) {
            return new When(connection, new Moment.AfterMessages(messages));
        }

        /** So long after {@code session_started} was sent; divided by the emulator's speed. */
        public When afterTime(Duration time) {
            return new When(connection, new Moment.AfterTime(time));
        }

        /** At the commit of this number on the connection, from 1: the client's and the service's own count alike. */
        public When onCommit(int number) {
            return new When(connection, new Moment.OnCommit(number));
        }

        /** Once the first message of the answer of this number, from 1, is sent, and its twin is not. */
        public When onAnswer(int number) {
            return new When(connection, new Moment.OnAnswer(number));
        }

        /** See {@link Script#onConnection}. */
        public When onConnection(int number) {
            return Script.this.onConnection(number);
        }

        /** What follows is for the connection after this one. Only where a connection was named by its number. */
        public When onReconnect() {
            if (connection < 1) {
                throw new IllegalStateException("onReconnect() needs a connection before it: onConnection(1)...");
            }
            return Script.this.onConnection(connection + 1);
        }

        public When fault(Fault fault) {
            boolean opening = moment instanceof Moment.Opening;
            if (!opening && (fault instanceof Fault.RefuseHandshake || fault instanceof Fault.NeverStart)) {
                throw new IllegalArgumentException(fault + " can only happen when a connection opens, not " + moment);
            }
            if (CommitVerdict.concerns(fault) && !(moment instanceof Moment.OnCommit)) {
                throw new IllegalArgumentException(fault + " can only happen on a commit, not " + moment);
            }
            return act(new Act.Do(fault));
        }

        /** Sends this text as it is. */
        public When send(String json) {
            return act(new Act.Send(json));
        }

        public When partial(String text) {
            return act(new Act.Partial(text));
        }

        /** Sends a committed transcript, with its twin if the client asked for it, as if the service had committed. */
        public When committed(String text) {
            return act(new Act.Committed(text));
        }

        /** Commits the open segment, as if its speech had ended here; nothing happens where there is none. */
        public When commit() {
            return act(new Act.Commit());
        }

        public When warning(String text) {
            return act(new Act.Warning(text));
        }

        /** Sends an edited transcript. @param text the committed text that it edits */
        public When edited(String text, String editedText) {
            return act(new Act.Edited(text, editedText));
        }

        /** Sends a {@code final_transcript}, which is in the service's contract but was never seen. */
        public When finalTranscript(String text) {
            return act(new Act.Final(text));
        }

        private When act(Act act) {
            add(connection, moment, act);
            return this;
        }
    }
}
