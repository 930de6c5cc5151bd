package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.session.AudioLimit;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * What a session says, on its way to the routes. A segment waits until it is kept in the journal, and what comes behind it waits with it,
 * so that nothing overtakes; of the partial transcripts of a channel only the newest waits. What cannot be kept is dropped. Without a
 * journal nothing waits. Used on the session's loop, where no other is named.
 */
final class Outbox {

    /** Silence that is worth an entry of its own: the audio of a session that goes on is sent again from the last entry on. */
    private static final Duration WORTH_KEEPING = Duration.ofSeconds(10);

    private final Optional<Journal> journal;
    private final Consumer<SessionFailure> onFailure;
    private final Deque<Held> held = new ArrayDeque<>();

    private SessionLoop loop;
    private AudioLimit limit;
    /** How far the segments that were let through cover the source. */
    private Duration letThrough;

    /** How far the entries that were kept, or are about to be, cover the source. */
    private volatile Duration keptThrough;

    private final AtomicReference<SessionFailure> failure = new AtomicReference<>();

    private static final class Held {
        private final Integer channel;
        private final boolean partial;
        private final Runnable next;
        private boolean waits;
        private boolean dropped;

        private Held(Integer channel, boolean partial, boolean waits, Runnable next) {
            this.channel = channel;
            this.partial = partial;
            this.waits = waits;
            this.next = next;
        }
    }

    /** @param onFailure called once, by any thread, when the journal fails */
    Outbox(Optional<Journal> journal, Consumer<SessionFailure> onFailure) {
        this.journal = journal;
        this.onFailure = onFailure;
        this.letThrough = journal.map(open -> open.kept().through()).orElse(Duration.ZERO);
        this.keptThrough = letThrough;
    }

    /** Called before anything else. @param sessions the session's loop @param audio counts what the session sends */
    void start(SessionLoop sessions, AudioLimit audio) {
        loop = sessions;
        limit = audio;
    }

    /** Why nothing is kept any more; empty while all is well. For any thread. */
    Optional<SessionFailure> failure() {
        return Optional.ofNullable(failure.get());
    }

    /**
     * Lets a segment through when it is kept, and never if it cannot be kept.
     *
     * @param through          how far its channel is covered
     * @param committedThrough how far all channels are covered
     */
    void segment(Segment segment, Duration through, Duration committedThrough, Runnable next) {
        if (journal.isEmpty()) {
            next.run();
            return;
        }
        Held waiting = new Held(segment.channel(), false, true, () -> {
            letThrough = committedThrough;
            next.run();
        });
        add(waiting);
        if (segment.channel() == null) {
            keptThrough = committedThrough;
        }
        journal.get()
                .keep(
                        segment,
                        through,
                        limit.sentInAll(),
                        answer -> loop.execute(() -> {
                            waiting.waits = false;
                            waiting.dropped = answer.isPresent();
                            answer.ifPresent(this::fail);
                            proceed();
                        }));
    }

    /** Lets a partial transcript through behind what waits. @param channel null when the session has only one */
    void partial(Integer channel, Runnable next) {
        add(new Held(channel, true, false, next));
    }

    /** Lets something else through behind what waits. */
    void other(Runnable next) {
        add(new Held(null, false, false, next));
    }

    private void add(Held one) {
        if (one.partial || one.waits) {
            held.removeIf(older -> older.partial && Objects.equals(older.channel, one.channel));
        }
        held.add(one);
        proceed();
    }

    private void proceed() {
        while (!held.isEmpty() && !held.peek().waits) {
            Held first = held.remove();
            if (!first.dropped) {
                run(first.next);
            }
        }
    }

    private void run(Runnable next) {
        try {
            next.run();
        } catch (RuntimeException | Error bug) {
            // It ends the session, and that end may wait behind it.
            loop.execute(this::proceed);
            throw bug;
        }
    }

    /**
     * Marks a segment as routed. For any thread.
     *
     * @param marked called when it is, on any thread
     * @param after  called then, or when it cannot be marked
     */
    void mark(int index, Runnable marked, Runnable after) {
        if (journal.isEmpty()) {
            run(marked, after);
        } else {
            journal.get().mark(index, answer(marked, after));
        }
    }

    /**
     * Keeps how far the source is covered, unless the segments say so. For any thread.
     *
     * @param kept  called when it is, on any thread
     * @param after called then, or when it cannot be kept
     */
    void cover(Duration through, Runnable kept, Runnable after) {
        if (failure.get() != null) {
            // What was said up to here may not be kept.
            after.run();
        } else if (journal.isEmpty() || through.compareTo(keptThrough) <= 0) {
            run(kept, after);
        } else {
            keptThrough = through;
            journal.get().cover(through, limit.sentInAll(), answer(kept, after));
        }
    }

    /**
     * Keeps what the end of the session tells whoever goes on.
     *
     * @param whole    whether all audio is transcribed: then there is nothing left to send
     * @param position where the audio ends
     * @param after    called when it is kept, or cannot be
     */
    void last(boolean whole, Duration position, Runnable after) {
        if (whole) {
            cover(position, () -> {}, after);
        } else {
            keepSent(after);
        }
    }

    /** Where it is limited how much may be sent, the next attempt may send the rest. */
    private void keepSent(Runnable after) {
        if (journal.isEmpty()
                || failure.get() != null
                || !limit.isSet()
                || limit.sent().isZero()) {
            after.run();
        } else {
            journal.get().cover(keptThrough, limit.sentInAll(), answer(() -> {}, after));
        }
    }

    /** Keeps how far the source is covered when that is much. */
    void coverSilence(Duration through) {
        if (journal.isPresent() && through.minus(keptThrough).compareTo(WORTH_KEEPING) >= 0) {
            cover(through, () -> {}, () -> {});
        }
    }

    /** The end of the session together with what it was before it was interrupted. */
    SessionEnd whole(SessionEnd ended) {
        if (journal.isEmpty()) {
            return ended;
        }
        SessionEnd all = ended.behind(journal.get().kept().through());
        return failure.get() == null
                ? all.failed(ended.failure().map(journal.get()::explained))
                : all.failed(failure()).upTo(letThrough);
    }

    private Consumer<Optional<SessionFailure>> answer(Runnable next, Runnable after) {
        return answer -> run(() -> answer.ifPresentOrElse(this::fail, next), after);
    }

    private static void run(Runnable first, Runnable after) {
        try {
            first.run();
        } finally {
            after.run();
        }
    }

    /**
     * Whether what is kept may be routed now: a process that slept may have been taken over. For any thread.
     *
     * @return false when the answer follows: empty when it may, or why it never may
     */
    boolean mayRoute(Consumer<Optional<SessionFailure>> answer) {
        return journal.isEmpty()
                || journal.get().isOurs(ours -> {
                    ours.ifPresent(this::fail);
                    answer.accept(ours);
                });
    }

    private void fail(SessionFailure why) {
        if (failure.compareAndSet(null, why)) {
            onFailure.accept(why);
        }
    }
}
