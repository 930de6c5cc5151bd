package io.github.camelelevenlabs.stt.emulator.script;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The cues of a script, and which of them have run. Thread-safe. */
public final class CueList implements Script {
    private final List<Cue> cues = new ArrayList<>();
    private volatile boolean empty = true;

    @Override
    public When onConnection(int number) {
        return new Cueing(number, new Moment.Opening());
    }

    @Override
    public When onEveryConnection() {
        return new Cueing(Cue.EVERY, new Moment.Opening());
    }

    @Override
    public When afterAudio(Duration audio) {
        return new Cueing(Cue.FIRST, new Moment.AfterAudio(audio));
    }

    @Override
    public When onCommit(int number) {
        return new Cueing(Cue.FIRST, new Moment.OnCommit(number));
    }

    @Override
    public When afterMessages(int messages) {
        return new Cueing(Cue.FIRST, new Moment.AfterMessages(messages));
    }

    @Override
    public Script follow(Consumer<Script> plan) {
        plan.accept(this);
        return this;
    }

    /** The times since the start of the session at which a cue is due on this connection; cues on messages are not among them. */
    public List<Duration> times(int connection) {
        synchronized (cues) {
            return cues.stream()
                    .filter(cue -> cue.connection == Cue.EVERY || cue.connection == connection)
                    .filter(cue -> cue.moment instanceof Moment.AfterTime)
                    .map(cue -> ((Moment.AfterTime) cue.moment).time())
                    .toList();
        }
    }

    /** The acts whose moment has come on this connection, in the order of addition; each is returned once. */
    public List<Act> due(int connection, Predicate<Moment> hasCome) {
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

    private final class Cueing implements When {
        private final int connection;
        private final Moment moment;

        private Cueing(int connection, Moment moment) {
            this.connection = connection;
            this.moment = moment;
        }

        @Override
        public When onceStarted() {
            return new Cueing(connection, new Moment.Started());
        }

        @Override
        public When afterAudio(Duration audio) {
            return new Cueing(connection, new Moment.AfterAudio(audio));
        }

        @Override
        public When afterMessages(int messages) {
            return new Cueing(connection, new Moment.AfterMessages(messages));
        }

        @Override
        public When afterTime(Duration time) {
            return new Cueing(connection, new Moment.AfterTime(time));
        }

        @Override
        public When onCommit(int number) {
            return new Cueing(connection, new Moment.OnCommit(number));
        }

        @Override
        public When onAnswer(int number) {
            return new Cueing(connection, new Moment.OnAnswer(number));
        }

        @Override
        public When onConnection(int number) {
            return CueList.this.onConnection(number);
        }

        @Override
        public When onReconnect() {
            if (connection < 1) {
                throw new IllegalStateException("onReconnect() needs a connection before it: onConnection(1)...");
            }
            return CueList.this.onConnection(connection + 1);
        }

        @Override
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

        @Override
        public When send(String json) {
            return act(new Act.Send(json));
        }

        @Override
        public When partial(String text) {
            return act(new Act.Partial(text));
        }

        @Override
        public When committed(String text) {
            return act(new Act.Committed(text));
        }

        @Override
        public When commit() {
            return act(new Act.Commit());
        }

        @Override
        public When warning(String text) {
            return act(new Act.Warning(text));
        }

        @Override
        public When edited(String text, String editedText) {
            return act(new Act.Edited(text, editedText));
        }

        @Override
        public When finalTranscript(String text) {
            return act(new Act.Final(text));
        }

        private When act(Act act) {
            add(connection, moment, act);
            return this;
        }
    }
}
