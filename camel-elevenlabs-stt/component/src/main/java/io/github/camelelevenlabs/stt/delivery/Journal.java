package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import io.github.camelelevenlabs.stt.repository.SupersededException;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.ShortRecordingException;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.text.Reason;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one session keeps in the repository while it runs, so that another process can go on with it. Entries are appended in the order
 * in which they come, one batch after the other: what comes while an append runs waits and goes with the next one. The first failure
 * is the end of it: nothing is appended any more. Its length is bounded by the session, which stops its audio while 16 segments are
 * not routed. Safe for use by many threads; no method blocks, the repository is called on a pool.
 *
 * <p>Every entry has an answer: empty when it is kept, or the failure. Answers come in the order of the entries, on threads of the pool,
 * and must not block.
 */
public final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final String ANOTHER = ": it is another one; give each a key of its own, or remove the key from the"
            + " repository to begin again";

    private final SessionRepository repository;
    private final String key;
    private final long epoch;
    private final Kept kept;
    private final Executor pool;
    private final SessionLoop timer;
    private final Duration limit;
    private final Function<Runnable, CompletionStage<Void>> soon;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private List<Waiting> appending = List.of();
    /** Whether a task of the pool appends, or is about to. */
    private boolean running;

    private JournalEntry.Head head;
    private boolean headKept;
    private SessionFailure failure;
    private final Ownership ownership;

    /** An entry on its way to the store, and those who wait for it. */
    private record Waiting(JournalEntry entry, List<Consumer<Optional<SessionFailure>>> answers) {}

    /**
     * @param key    of the session in the repository
     * @param epoch  what opening it gave
     * @param opened when the opening began, by the timer
     * @param pool   runs calls of the repository, which may block
     * @param timer  a clock, and limits the waits
     * @param limit  the longest time that an append may take
     * @param soon   runs a task, which may block, after a moment, or when the component stops
     */
    Journal(
            SessionRepository repository,
            String key,
            long epoch,
            Kept kept,
            long opened,
            Executor pool,
            SessionLoop timer,
            Duration limit,
            Function<Runnable, CompletionStage<Void>> soon) {
        this.repository = repository;
        this.key = key;
        this.epoch = epoch;
        this.kept = kept;
        this.pool = pool;
        this.timer = timer;
        this.limit = limit;
        this.soon = soon;
        this.head = kept.head().orElse(null);
        this.headKept = kept.isResumed();
        this.ownership = new Ownership(timer, opened);
    }

    /** What was there when the session was opened. */
    public Kept kept() {
        return kept;
    }

    /** The key of the session in the repository, made printable. */
    public String shownKey() {
        return Printable.of(key);
    }

    /** Names the session. Called before the first entry; ignored when the session was there before. */
    public void begin(String sessionId) {
        lock.lock();
        try {
            head = head == null ? new JournalEntry.Head(sessionId, 0, 0) : head;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The properties of the audio are known. Called before the first entry.
     *
     * @return why it is not the audio of which something is kept; empty when it may be
     */
    public Optional<String> checkFormat(int rate, int channels) {
        lock.lock();
        try {
            if (!headKept) {
                head = new JournalEntry.Head(head.sessionId(), rate, channels);
                return Optional.empty();
            }
            boolean fits =
                    (head.rate() == 0 || head.rate() == rate) && (head.channels() == 0 || head.channels() == channels);
            return fits
                    ? Optional.empty()
                    : Optional.of(
                            "the audio has " + format(rate, channels) + ", and what the session repository keeps of "
                                    + shownKey() + " has " + format(head.rate(), head.channels()) + ANOTHER);
        } finally {
            lock.unlock();
        }
    }

    private static String format(int rate, int channels) {
        return rate + " Hz and " + channels + (channels == 1 ? " channel" : " channels");
    }

    /** A failure of the session, in the words of its repository if it shows that the recording is another one. */
    SessionFailure explained(SessionFailure why) {
        if (!(why.cause() instanceof ShortRecordingException shorter)
                || shorter.startAt().compareTo(kept.through()) > 0) {
            return why;
        }
        String detail = "the recording ends at " + shorter.length().toMillis() + " ms, and what the session repository"
                + " keeps of " + shownKey() + " covers " + shorter.startAt().toMillis() + " ms" + ANOTHER;
        return new SessionFailure(ErrorCode.INVALID_REQUEST, ErrorCode.INVALID_REQUEST.type(), detail, shorter);
    }

    /** Keeps a segment, which may be routed when the answer is empty. @param sent by the session until now */
    public void keep(Segment segment, Duration through, Duration sent, Consumer<Optional<SessionFailure>> answer) {
        add(new JournalEntry.Said(segment, through, sent), answer);
    }

    /** Marks a segment as routed: another process will not route it again. */
    public void mark(int index, Consumer<Optional<SessionFailure>> answer) {
        add(new JournalEntry.Routed(index), answer);
    }

    /**
     * Keeps how far all channels are covered by what was kept before. Of those that wait only the newest is kept, and answers for the
     * others.
     *
     * @param sent by the session until now
     */
    public void cover(Duration through, Duration sent, Consumer<Optional<SessionFailure>> answer) {
        int last = channels() - 1;
        for (int channel = 0; channel < last; channel++) {
            add(new JournalEntry.Covered(channel, through, sent), ignored -> {});
        }
        add(new JournalEntry.Covered(last, through, sent), answer);
    }

    private int channels() {
        lock.lock();
        try {
            return Math.max(1, head.channels());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Asks whether the session is still ours: another process may have taken it over while this one slept. Returns true when an append
     * has shown it a moment ago; otherwise the answer follows.
     */
    boolean isOurs(Consumer<Optional<SessionFailure>> answer) {
        JournalEntry repeated;
        lock.lock();
        try {
            if (failure == null && ownership.isFresh()) {
                return true;
            }
            repeated = head;
        } finally {
            lock.unlock();
        }
        add(repeated, answer);
        return false;
    }

    private void add(JournalEntry entry, Consumer<Optional<SessionFailure>> answer) {
        SessionFailure failed;
        boolean begins = false;
        lock.lock();
        try {
            failed = failure;
            if (failed == null) {
                waiting.add(new Waiting(entry, answers(entry, answer)));
                begins = !running;
                running = true;
            }
        } finally {
            lock.unlock();
        }
        if (failed != null) {
            pool.execute(() -> answer.accept(Optional.of(failed)));
        } else if (begins) {
            pool.execute(this::appendWaiting);
        }
    }

    /** Those who wait for an entry, and for the one that it replaces, if there is one. Called with the lock held. */
    private List<Consumer<Optional<SessionFailure>>> answers(
            JournalEntry entry, Consumer<Optional<SessionFailure>> answer) {
        List<Consumer<Optional<SessionFailure>>> all = waiting.stream()
                .filter(older -> isReplaced(older.entry(), entry))
                .findFirst()
                .map(Waiting::answers)
                .orElseGet(() -> new ArrayList<>(1));
        waiting.removeIf(older -> older.answers() == all);
        all.add(answer);
        return all;
    }

    private static boolean isReplaced(JournalEntry older, JournalEntry entry) {
        return older instanceof JournalEntry.Head && entry instanceof JournalEntry.Head
                || older instanceof JournalEntry.Covered before
                        && entry instanceof JournalEntry.Covered now
                        && before.channel() == now.channel();
    }

    private void appendWaiting() {
        while (takeBatch()) {
            append();
        }
    }

    private boolean takeBatch() {
        lock.lock();
        try {
            appending = failure == null ? List.copyOf(waiting) : List.of();
            waiting.clear();
            running = !appending.isEmpty();
            return running;
        } finally {
            lock.unlock();
        }
    }

    private void append() {
        List<Waiting> batch;
        JournalEntry first;
        lock.lock();
        try {
            batch = appending;
            first = headKept ? null : head;
        } finally {
            lock.unlock();
        }
        long began = timer.nanoTime();
        Instant beganInstant = timer.instant();
        SessionLoop.Timer alarm = timer.schedule(limit, () -> onLate(batch));
        try {
            repository.append(key, epoch, lines(first, batch));
        } catch (Throwable thrown) {
            fail(failureOf(thrown));
            return;
        } finally {
            timer.execute(alarm::cancel);
        }
        if (onAppended(began, beganInstant)) {
            batch.forEach(one -> answer(one, Optional.empty()));
        }
    }

    /** The head is repeated only where nothing else is to be kept. */
    private static List<String> lines(JournalEntry first, List<Waiting> batch) {
        List<JournalEntry> entries = batch.stream()
                .map(Waiting::entry)
                .filter(entry -> !(entry instanceof JournalEntry.Head))
                .toList();
        JournalEntry begin = first == null && entries.isEmpty() ? batch.get(0).entry() : first;
        return Stream.concat(Stream.ofNullable(begin), entries.stream())
                .map(JournalCodec::write)
                .toList();
    }

    /** Returns whether the answers are still awaited. */
    private boolean onAppended(long began, Instant beganInstant) {
        lock.lock();
        try {
            headKept = true;
            ownership.shown(began, beganInstant);
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    private void onLate(List<Waiting> batch) {
        boolean late;
        lock.lock();
        try {
            late = appending == batch && failure == null;
        } finally {
            lock.unlock();
        }
        if (late) {
            fail(SessionFailure.of(
                    ErrorCode.REPOSITORY_FAILED,
                    "the session repository has not answered within transcriptTimeout=" + limit.toMillis() + " ms"));
        }
    }

    private static SessionFailure failureOf(Throwable thrown) {
        ErrorCode code = thrown instanceof SupersededException ? ErrorCode.SUPERSEDED : ErrorCode.REPOSITORY_FAILED;
        String prefix = code == ErrorCode.SUPERSEDED
                ? "another process goes on with this session: "
                : "the session repository could not keep it: ";
        return new SessionFailure(code, code.type(), prefix + Reason.of(thrown), thrown);
    }

    /** Answers everything that waits. */
    private void fail(SessionFailure why) {
        List<Waiting> lost = new ArrayList<>();
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
                lost.addAll(appending);
                lost.addAll(waiting);
                waiting.clear();
            }
        } finally {
            lock.unlock();
        }
        pool.execute(() -> lost.forEach(one -> answer(one, Optional.of(why))));
    }

    private void answer(Waiting one, Optional<SessionFailure> failed) {
        for (Consumer<Optional<SessionFailure>> answer : one.answers()) {
            try {
                answer.accept(failed);
            } catch (Throwable thrown) {
                LOG.error("{} failed unexpectedly", shownKey(), Printable.cause(thrown));
            }
        }
    }

    /**
     * Removes what is kept: the session is over. Not at once: a message that is acknowledged only after its exchange, such as one of a
     * broker, would be transcribed once more if the process died between the two. A store that cannot be reached keeps it. Does not
     * block.
     */
    public CompletionStage<Void> remove() {
        return soon.apply(this::removeNow);
    }

    private void removeNow() {
        try {
            repository.remove(key, epoch);
        } catch (SupersededException e) {
            LOG.debug("{} is not removed: {}", shownKey(), Reason.of(e));
        } catch (Throwable thrown) {
            LOG.warn(
                    "{} could not be removed from the session repository and stays there until it is removed by hand: {}",
                    shownKey(),
                    Reason.of(thrown));
        }
    }
}
