package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the repository keeps of a session.
 *
 * @param head     empty when the session is new
 * @param segments in their order; their indexes are 0, 1, 2 …
 * @param ends     of each segment: how far it and those before cover all channels
 * @param routed   the indexes of those that every consumer has routed
 * @param covered  for each channel of which something is known, the position up to which it is covered
 * @param sent     all audio that was sent, but for what was sent after the last entry
 */
public record Kept(
        Optional<JournalEntry.Head> head,
        List<Segment> segments,
        List<Duration> ends,
        Set<Integer> routed,
        Map<Integer, Duration> covered,
        Duration sent) {

    static final Kept NOTHING = new Kept(Optional.empty(), List.of(), List.of(), Set.of(), Map.of(), Duration.ZERO);

    /** @throws UnreadableJournalException with the number of the entry, from 1, that cannot be read */
    static Kept of(List<String> lines) {
        if (lines.isEmpty()) {
            return NOTHING;
        }
        Reader reader = new Reader();
        for (int i = 0; i < lines.size(); i++) {
            try {
                reader.add(JournalCodec.read(lines.get(i)));
            } catch (UnreadableJournalException e) {
                throw new UnreadableJournalException(
                        "entry " + (i + 1) + " of " + lines.size() + " " + e.getMessage(), e.getCause());
            }
        }
        return reader.kept();
    }

    /** Whether there is a session to go on with. */
    public boolean isResumed() {
        return head.isPresent();
    }

    /** The id of the session; empty when it is new. */
    public Optional<String> sessionId() {
        return head.map(JournalEntry.Head::sessionId);
    }

    /** How far a channel is covered. */
    public Duration through(int channel) {
        return covered.getOrDefault(channel, Duration.ZERO);
    }

    /** How far all channels are covered. */
    public Duration through() {
        return least(covered, channels());
    }

    /** The number of channels that are transcribed each by itself; 1 when there is only one. */
    public int channels() {
        return head.map(Kept::channels).orElse(1);
    }

    private static int channels(JournalEntry.Head head) {
        return Math.max(1, head.channels());
    }

    private static Duration least(Map<Integer, Duration> covered, int channels) {
        return covered.size() < channels
                ? Duration.ZERO
                : covered.values().stream().min(Duration::compareTo).orElse(Duration.ZERO);
    }

    /** The segments that are not marked as routed. */
    List<Segment> unrouted() {
        return segments.stream()
                .filter(segment -> !routed.contains(segment.index()))
                .toList();
    }

    /** The words before, as context; empty when there are none. */
    public Optional<String> lastText() {
        return segments.isEmpty()
                ? Optional.empty()
                : Optional.of(segments.get(segments.size() - 1).text());
    }

    /** Reads one entry after the other. */
    private static final class Reader {
        private JournalEntry.Head head;
        private final List<Segment> segments = new ArrayList<>();
        private final List<Duration> ends = new ArrayList<>();
        private final Set<Integer> routed = new HashSet<>();
        private final Map<Integer, Duration> reached = new TreeMap<>();
        private Duration sent = Duration.ZERO;

        void add(JournalEntry entry) {
            if (entry instanceof JournalEntry.Head first) {
                // A session repeats its head to find out whether it still has the key.
                head = head == null ? first : head;
            } else if (head == null) {
                throw new UnreadableJournalException("comes before the one that names the version", null);
            } else if (entry instanceof JournalEntry.Said said) {
                add(said);
            } else if (entry instanceof JournalEntry.Routed mark) {
                add(mark);
            } else if (entry instanceof JournalEntry.Covered covered) {
                cover(covered.channel(), covered.through());
                sent = later(sent, covered.sent());
            }
        }

        private void add(JournalEntry.Said said) {
            Segment segment = said.segment();
            if (segment.index() != segments.size()) {
                throw new UnreadableJournalException(
                        "is segment " + segment.index() + " where segment " + segments.size() + " is missing", null);
            }
            segments.add(segment);
            cover(segment.channel() == null ? 0 : segment.channel(), said.through());
            ends.add(least(reached, channels(head)));
            sent = later(sent, said.sent());
        }

        private void add(JournalEntry.Routed mark) {
            if (mark.index() < 0 || mark.index() >= segments.size()) {
                throw new UnreadableJournalException("marks segment " + mark.index() + ", which is missing", null);
            }
            routed.add(mark.index());
        }

        private void cover(int channel, Duration position) {
            if (channel >= channels(head)) {
                throw new UnreadableJournalException(
                        "names channel " + channel + " of audio with " + channels(head), null);
            }
            reached.merge(channel, position, Reader::later);
        }

        private static Duration later(Duration one, Duration other) {
            return one.compareTo(other) > 0 ? one : other;
        }

        Kept kept() {
            return new Kept(
                    Optional.of(head),
                    List.copyOf(segments),
                    List.copyOf(ends),
                    Set.copyOf(routed),
                    Map.copyOf(reached),
                    sent);
        }
    }
}
