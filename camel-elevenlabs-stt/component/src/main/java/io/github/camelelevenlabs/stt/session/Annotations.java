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
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds each segment back until its annotations have come: its entities and its edited text. The service sends them in
 * messages of their own, in any order or never, and only the text tells to which segment they belong. So the wait is limited.
 * Segments keep their order. The audio that their commit covers is released before and does not wait. Used on
 * the session's loop.
 */
final class Annotations {

    private static final Logger LOG = LoggerFactory.getLogger(Annotations.class);

    /** After so many segments in a row without their annotations the next ones do not wait, until an annotation comes in time. */
    static final int GIVE_UP_AFTER = 3;

    private static final int REMEMBERED = 16;

    /** Far more segments than people speak during the wait. */
    private static final int MAX_PENDING = 256;

    private static final Runnable NOTHING = () -> {};

    /**
     * One annotation.
     *
     * @param segmentText the text of the segment that it belongs to
     * @param content     entities or the edited text, by its kind
     */
    private record Detail(Annotation kind, String segmentText, Object content) {}

    private static final class PendingSegment {
        private final Segment segment;
        private final Duration committedThrough;
        private final String text;
        private final long since;
        private final Map<Annotation, Object> details = new EnumMap<>(Annotation.class);

        private PendingSegment(Segment segment, Duration committedThrough, long since) {
            this.segment = segment;
            this.committedThrough = committedThrough;
            this.text = segment.text().strip();
            this.since = since;
        }

        private boolean lacks(Detail detail) {
            return !details.containsKey(detail.kind()) && text.equals(detail.segmentText());
        }

        private Segment annotated() {
            List<Entity> entities = details.get(Annotation.ENTITIES) instanceof List<?> found
                    ? found.stream().map(Entity.class::cast).toList()
                    : List.of();
            return new Segment(
                    segment.index(),
                    segment.text(),
                    segment.languageCode(),
                    segment.words(),
                    entities,
                    (String) details.get(Annotation.EDITED_TEXT),
                    segment.channel());
        }
    }

    private final String sessionId;
    private final Set<Annotation> expected;
    private final Duration patience;
    private final SessionLoop loop;
    private final BiConsumer<Segment, Duration> next;

    private final Deque<PendingSegment> pending = new ArrayDeque<>();
    /** Annotations that came before their segment. */
    private final Deque<Detail> early = new ArrayDeque<>();
    /** Segments that were delivered without all their annotations. */
    private final Deque<PendingSegment> incomplete = new ArrayDeque<>();

    private int missed;
    private boolean lateLogged;
    private Runnable afterwards = NOTHING;
    private Timer timer = Timer.NONE;

    /** @param next takes each segment with its annotations, and the position up to which it covers the source */
    Annotations(String sessionId, SessionSettings settings, SessionLoop loop, BiConsumer<Segment, Duration> next) {
        this.sessionId = sessionId;
        this.expected = settings.annotations();
        // The last transcript has to come within the whole time, so its annotations get a part of it.
        this.patience = settings.transcriptTimeout().dividedBy(3);
        this.loop = loop;
        this.next = next;
    }

    /** A segment is complete but for its annotations. */
    void add(Segment segment, Duration committedThrough) {
        PendingSegment added = new PendingSegment(segment, committedThrough, loop.nanoTime());
        pending.add(added);
        for (Iterator<Detail> before = early.iterator(); before.hasNext(); ) {
            Detail detail = before.next();
            if (added.lacks(detail)) {
                added.details.put(detail.kind(), detail.content());
                before.remove();
                missed = 0;
            }
        }
        release();
    }

    void received(Entities found) {
        received(new Detail(Annotation.ENTITIES, found.text().strip(), entities(found)));
    }

    void received(Edited edited) {
        received(new Detail(Annotation.EDITED_TEXT, edited.text().strip(), edited.editedText()));
    }

    private void received(Detail detail) {
        if (!expected.contains(detail.kind()) || detail.segmentText().isEmpty()) {
            return;
        }
        Optional<PendingSegment> waiting =
                pending.stream().filter(segment -> segment.lacks(detail)).findFirst();
        Optional<PendingSegment> missing =
                incomplete.stream().filter(segment -> segment.lacks(detail)).findFirst();
        // An annotation fits any segment with its text, so a segment that waits goes before one that was delivered.
        if (waiting.isPresent()) {
            waiting.get().details.put(detail.kind(), detail.content());
            missed = 0;
            release();
        } else if (missing.isPresent()) {
            onLate(missing.get(), detail);
        } else {
            early.add(detail);
            forgetOldest(early);
        }
    }

    private void onLate(PendingSegment segment, Detail detail) {
        segment.details.put(detail.kind(), detail.content());
        if (!isOverdue(segment)) {
            missed = 0;
        }
        if (!lateLogged) {
            lateLogged = true;
            LOG.warn(
                    "{} {} came after its transcript was routed without it, {} ms after the transcript; raise"
                            + " transcriptTimeout, a third of which is waited for it",
                    sessionId,
                    detail.kind().option(),
                    age(segment).toMillis());
        }
    }

    private void release() {
        timer.cancel();
        while (!pending.isEmpty() && mayGo(pending.peek())) {
            PendingSegment first = pending.remove();
            if (!isComplete(first)) {
                onMissing(first);
            }
            next.accept(first.annotated(), first.committedThrough);
        }
        if (!pending.isEmpty()) {
            timer = loop.schedule(patience.minus(age(pending.peek())), this::release);
        } else {
            Runnable done = afterwards;
            afterwards = NOTHING;
            done.run();
        }
    }

    private boolean mayGo(PendingSegment first) {
        return isComplete(first) || isOverdue(first) || missed >= GIVE_UP_AFTER || pending.size() > MAX_PENDING;
    }

    private void onMissing(PendingSegment first) {
        incomplete.add(first);
        forgetOldest(incomplete);
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

    private boolean isComplete(PendingSegment segment) {
        return segment.details.keySet().containsAll(expected);
    }

    private boolean isOverdue(PendingSegment segment) {
        return age(segment).compareTo(patience) >= 0;
    }

    private Duration age(PendingSegment segment) {
        return Duration.ofNanos(loop.nanoTime() - segment.since);
    }

    private static void forgetOldest(Deque<?> remembered) {
        if (remembered.size() > REMEMBERED) {
            remembered.removeFirst();
        }
    }

    /** Whether any segment waits. */
    boolean isWaiting() {
        return !pending.isEmpty();
    }

    /** Runs an action once no segment waits, at once if none does. A {@link #flush()} drops the action. */
    void whenNoneWaits(Runnable action) {
        afterwards = action;
        release();
    }

    /** Delivers the segments that wait, as they are: their connection is incomplete, and their annotations with it. */
    void flush() {
        timer.cancel();
        afterwards = NOTHING;
        early.clear();
        incomplete.clear();
        while (!pending.isEmpty()) {
            PendingSegment first = pending.remove();
            next.accept(first.annotated(), first.committedThrough);
        }
    }

    private static List<Entity> entities(Entities found) {
        int[] offsets = codePointOffsets(found.text());
        return found.entities().stream()
                .map(entity -> entity(offsets, entity))
                .sorted(Comparator.comparingInt(Entity::startChar))
                .toList();
    }

    /** Turns the service's offsets, which count code points, into offsets of a {@code String}. */
    private static Entity entity(int[] offsets, ServerEvent.Entity entity) {
        boolean within =
                entity.startChar() >= 0 && entity.endChar() >= entity.startChar() && entity.endChar() < offsets.length;
        return new Entity(
                entity.text(),
                entity.type(),
                within ? offsets[entity.startChar()] : entity.startChar(),
                within ? offsets[entity.endChar()] : entity.endChar());
    }

    /** The offset of each code point, and at the end the length of the text. */
    private static int[] codePointOffsets(String text) {
        int[] offsets = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = text.offsetByCodePoints(offsets[i - 1], 1);
        }
        return offsets;
    }
}
