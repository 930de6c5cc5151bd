package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.session.SessionSettings.Annotation;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.threads.SessionLoop.Timer;
import io.github.camelelevenlabs.stt.transcript.Entity;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds segments back until what the service says of them besides has come: the entities in them, their edited text. It
 * comes in messages of its own, known by their text alone, in any order, and may never come; so the wait is limited, and
 * segments go in their order. The audio that their commit covers is released before, and does not wait. Used on
 * the session's loop.
 */
final class Annotations {

    private static final Logger LOG = LoggerFactory.getLogger(Annotations.class);

    /** After so many segments in a row that waited in vain the next ones do not wait, until something comes in time. */
    static final int GIVE_UP_AFTER = 3;

    private static final int REMEMBERED = 16;

    /** Far more than are said in the time that is waited. */
    private static final int MAX_HELD = 256;

    private static final Runnable NOTHING = () -> {};

    /**
     * Something said of a segment.
     *
     * @param content entities or text, by its kind
     */
    private record Said(Annotation kind, String of, Object content) {}

    private static final class Held {
        private final Segment segment;
        private final String text;
        private final long since;
        private final Map<Annotation, Object> said = new EnumMap<>(Annotation.class);

        private Held(Segment segment, long since) {
            this.segment = segment;
            this.text = segment.text().strip();
            this.since = since;
        }

        private boolean lacks(Said what) {
            return !said.containsKey(what.kind()) && text.equals(what.of());
        }

        private Segment annotated() {
            List<Entity> entities = said.get(Annotation.ENTITIES) instanceof List<?> found
                    ? found.stream().map(Entity.class::cast).toList()
                    : List.of();
            return new Segment(
                    segment.index(),
                    segment.text(),
                    segment.languageCode(),
                    segment.words(),
                    entities,
                    (String) said.get(Annotation.EDITED_TEXT),
                    segment.channel());
        }
    }

    private final String sessionId;
    private final Set<Annotation> expected;
    private final Duration patience;
    private final SessionLoop loop;
    private final Consumer<Segment> next;

    private final Deque<Held> held = new ArrayDeque<>();
    /** Said before the segment was complete: its twin is still to come. */
    private final Deque<Said> early = new ArrayDeque<>();
    /** Gone without what was to be said of them. */
    private final Deque<Held> gone = new ArrayDeque<>();

    private int missed;
    private boolean lateLogged;
    private Runnable afterwards = NOTHING;
    private Timer timer = Timer.NONE;

    /** @param next takes each segment with what was said of it */
    Annotations(String sessionId, SessionSettings settings, SessionLoop loop, Consumer<Segment> next) {
        this.sessionId = sessionId;
        this.expected = settings.annotations();
        // Well within the time in which the last transcript has to come.
        this.patience = settings.transcriptTimeout().dividedBy(3);
        this.loop = loop;
        this.next = next;
    }

    /** A segment is complete but for what is said of it. */
    void add(Segment segment) {
        Held added = new Held(segment, loop.nanoTime());
        held.add(added);
        for (Iterator<Said> before = early.iterator(); before.hasNext(); ) {
            Said said = before.next();
            if (added.lacks(said)) {
                added.said.put(said.kind(), said.content());
                before.remove();
                missed = 0;
            }
        }
        release();
    }

    void received(Entities found) {
        received(new Said(Annotation.ENTITIES, found.text().strip(), entities(found)));
    }

    void received(Edited edited) {
        received(new Said(Annotation.EDITED_TEXT, edited.text().strip(), edited.editedText()));
    }

    private void received(Said said) {
        if (!expected.contains(said.kind()) || said.of().isEmpty()) {
            return;
        }
        Optional<Held> waiting =
                held.stream().filter(segment -> segment.lacks(said)).findFirst();
        Optional<Held> missing =
                gone.stream().filter(segment -> segment.lacks(said)).findFirst();
        // What is said of a text fits any segment of that text, so one that waits goes before one that has gone.
        if (waiting.isPresent()) {
            waiting.get().said.put(said.kind(), said.content());
            missed = 0;
            release();
        } else if (missing.isPresent()) {
            onLate(missing.get(), said);
        } else {
            early.add(said);
            forgetOldest(early);
        }
    }

    private void onLate(Held segment, Said said) {
        segment.said.put(said.kind(), said.content());
        if (!isOverdue(segment)) {
            missed = 0;
        }
        if (!lateLogged) {
            lateLogged = true;
            LOG.warn(
                    "{} {} came after its transcript was routed without it, {} ms after the transcript; raise"
                            + " transcriptTimeout, a third of which is waited for it",
                    sessionId,
                    said.kind().option(),
                    Duration.ofNanos(loop.nanoTime() - segment.since).toMillis());
        }
    }

    private void release() {
        timer.cancel();
        while (!held.isEmpty() && mayGo(held.peek())) {
            Held first = held.remove();
            if (!isComplete(first)) {
                onMissing(first);
            }
            next.accept(first.annotated());
        }
        if (!held.isEmpty()) {
            timer = loop.schedule(patience.minus(age(held.peek())), this::release);
        } else {
            Runnable done = afterwards;
            afterwards = NOTHING;
            done.run();
        }
    }

    private boolean mayGo(Held first) {
        return isComplete(first) || isOverdue(first) || missed >= GIVE_UP_AFTER || held.size() > MAX_HELD;
    }

    private void onMissing(Held first) {
        gone.add(first);
        forgetOldest(gone);
        if (isOverdue(first) && ++missed == GIVE_UP_AFTER) {
            LOG.warn(
                    "{} {} was asked for and did not come within {} ms for {} transcripts in a row; the next ones do not"
                            + " wait for it until it comes in time",
                    sessionId,
                    expected.iterator().next().option(),
                    patience.toMillis(),
                    GIVE_UP_AFTER);
        }
    }

    private boolean isComplete(Held segment) {
        return segment.said.keySet().containsAll(expected);
    }

    private boolean isOverdue(Held segment) {
        return age(segment).compareTo(patience) >= 0;
    }

    private Duration age(Held segment) {
        return Duration.ofNanos(loop.nanoTime() - segment.since);
    }

    private static void forgetOldest(Deque<?> remembered) {
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }

    /** Whether a segment waits. */
    boolean isWaiting() {
        return !held.isEmpty();
    }

    /** Runs this once no segment waits, which may be now; not after a {@link #flush()}. */
    void whenNoneWaits(Runnable action) {
        afterwards = action;
        release();
    }

    /** The connection is gone, and with it what was to be said: the segments that wait go as they are. */
    void flush() {
        timer.cancel();
        afterwards = NOTHING;
        early.clear();
        gone.clear();
        while (!held.isEmpty()) {
            next.accept(held.remove().annotated());
        }
    }

    private static List<Entity> entities(Entities found) {
        int[] offsets = codePointOffsets(found.text());
        return found.entities().stream()
                .map(entity -> entity(offsets, entity))
                .sorted(Comparator.comparingInt(Entity::startChar))
                .toList();
    }

    /** The service counts characters, of which a few are two of Java's. */
    private static Entity entity(int[] offsets, ServerEvent.Entity entity) {
        boolean within =
                entity.startChar() >= 0 && entity.endChar() >= entity.startChar() && entity.endChar() < offsets.length;
        return new Entity(
                entity.text(),
                entity.type(),
                within ? offsets[entity.startChar()] : entity.startChar(),
                within ? offsets[entity.endChar()] : entity.endChar());
    }

    /** Where each character begins, and at last the end. */
    private static int[] codePointOffsets(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = text.offsetByCodePoints(offsets[i - 1], 1);
        }
        return offsets;
    }
}
