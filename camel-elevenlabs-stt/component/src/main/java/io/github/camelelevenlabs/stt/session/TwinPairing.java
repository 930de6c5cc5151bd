package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Answer;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Joins the two messages that the service sends for one commit: a plain one and its twin with times or a language.
 *
 * <p>They carry no ids, so they are paired by position. Either may come first and either may be missing, which would shift all
 * that follow. So a candidate with the same text is preferred to an older one. Equal text alone never makes two
 * messages a pair: equal sentences in a row are two commits. Used on the session's loop; times are nanoseconds of its clock.
 */
final class TwinPairing {

    /** Longer than any twin was seen to take; other clients of the service wait as long. */
    static final Duration TWIN_WAIT = Duration.ofSeconds(5);

    /** Commits that wait or are remembered. Speech makes one every few seconds, or one for each word where the service predicts turns. */
    static final int MAX_SLOTS = 64;

    /** This long after a commit its twin is still recognised by its text, and does not count as another commit. */
    private static final Duration REMEMBERED = Duration.ofSeconds(30);

    /**
     * A commit of the service.
     *
     * @param languageCode null when unknown
     * @param tokens       empty when there are no word times
     */
    record Commit(String text, String languageCode, List<Token> tokens) {}

    private static final class Slot {
        private final long since;
        private final String lastPartial;
        private String plain;
        private CommittedWithTimestamps timed;
        private boolean delivered;

        private Slot(long since, String lastPartial) {
            this.since = since;
            this.lastPartial = lastPartial;
        }

        private boolean lacks(Answer message) {
            return message instanceof CommittedWithTimestamps ? timed == null : plain == null;
        }

        private void add(Answer message) {
            if (message instanceof CommittedWithTimestamps withTimes) {
                timed = delivered ? textOf(withTimes) : withTimes;
            } else {
                plain = message.text();
            }
        }

        /** From now on only the text is needed, to recognise a twin. The words of half a minute would be most of a session's memory. */
        private void delivered() {
            delivered = true;
            timed = timed == null ? null : textOf(timed);
        }

        private static CommittedWithTimestamps textOf(CommittedWithTimestamps message) {
            return new CommittedWithTimestamps(message.text(), null, List.of());
        }

        /** Null between the commit's announcement and its first message. */
        private String text() {
            return plain != null || timed == null ? plain : timed.text();
        }

        private Commit commit() {
            // A very short word may be committed as nothing although a partial had it.
            String text = text().isBlank() ? lastPartial : text();
            return timed == null
                    ? new Commit(text, null, List.of())
                    : new Commit(text, timed.languageCode(), timed.tokens());
        }
    }

    private final boolean expected;
    private final Deque<Slot> slots = new ArrayDeque<>();

    /** @param expected whether to wait for twins */
    TwinPairing(boolean expected) {
        this.expected = expected;
    }

    /** Whether this message belongs to a known commit. */
    boolean isTwin(Answer message, long now) {
        return candidate(message, now).isPresent();
    }

    /**
     * Opens a new commit: one of its messages is added next.
     *
     * @param lastPartial the last partial before it; blank when there was none
     */
    void open(String lastPartial, long now) {
        slots.add(new Slot(now, lastPartial));
    }

    /** Adds a message to the commit it belongs to. */
    void add(Answer message, long now) {
        candidate(message, now).orElseThrow().add(message);
    }

    /** The commits that are complete or have waited long enough for their twin, in order; each is returned once. */
    List<Commit> take(long now) {
        forgetOldest();
        List<Commit> ready = new ArrayList<>();
        for (Slot slot : slots) {
            if (slot.delivered) {
                continue;
            }
            if (!isComplete(slot, now)) {
                break;
            }
            ready.add(slot.commit());
            slot.delivered();
        }
        slots.removeIf(slot -> slot.delivered && age(slot, now) >= REMEMBERED.toNanos());
        forgetOldest();
        return ready;
    }

    /** First, or those that are remembered would take the places of those that wait. */
    private void forgetOldest() {
        while (slots.size() > MAX_SLOTS && slots.peek().delivered) {
            slots.remove();
        }
    }

    /** The commits that still wait for a twin, which will not come any more. */
    List<Commit> takeAll() {
        List<Commit> waiting =
                slots.stream().filter(slot -> !slot.delivered).map(Slot::commit).toList();
        slots.clear();
        return waiting;
    }

    /** Nanoseconds from now until a commit has waited long enough; empty when none waits. */
    OptionalLong waitLeft(long now) {
        return next().map(slot -> OptionalLong.of(Math.max(0, TWIN_WAIT.toNanos() - age(slot, now))))
                .orElse(OptionalLong.empty());
    }

    private boolean isComplete(Slot slot, long now) {
        return !expected
                || slot.timed != null
                || slot.plain.isBlank()
                || age(slot, now) >= TWIN_WAIT.toNanos()
                || slots.size() > MAX_SLOTS
                // Commits are answered in order: once a later one is complete, the twin of this one is lost.
                || slots.stream().dropWhile(other -> other != slot).anyMatch(later -> later.timed != null);
    }

    private Optional<Slot> next() {
        return slots.stream().filter(slot -> !slot.delivered).findFirst();
    }

    private Optional<Slot> candidate(Answer message, long now) {
        List<Slot> lacking = slots.stream().filter(slot -> slot.lacks(message)).toList();
        List<Slot> waiting = lacking.stream()
                .filter(slot -> age(slot, now) < TWIN_WAIT.toNanos())
                .toList();
        return sameText(waiting, message.text())
                .or(() -> sameText(lacking, message.text()))
                .or(() -> waiting.stream().findFirst());
    }

    private static Optional<Slot> sameText(List<Slot> candidates, String text) {
        return candidates.stream()
                .filter(slot -> slot.text() != null && slot.text().strip().equals(text.strip()))
                .findFirst();
    }

    private static long age(Slot slot, long now) {
        return now - slot.since;
    }
}
