package io.github.camelelevenlabs.stt.transcript;

import io.github.camelelevenlabs.stt.transcript.CueSplitter.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The cues of a recording, all at once or as its segments come: those that come later begin when those before have gone.
 * Cues of one channel never overlap. Those of two channels do only while both speak; players show one above the other.
 * For one thread at a time.
 */
final class CueTrack {

    /** For so long text stays after it has been spoken, in milliseconds, unless there is other text to show. */
    private static final long LINGER = 300;

    /** A shorter darkness between two cues flickers, in milliseconds. */
    private static final long FLICKER = 500;

    /** How late text may appear so that the one before it can be seen at all, in milliseconds. */
    private static final long DELAY = 500;

    /** How much earlier text may go than it has been spoken, in milliseconds, when another speaker begins. */
    private static final long HASTE = 500;

    /** How fast people speak who were not timed, in columns a second. */
    private static final int SPEAKING_SPEED = 15;

    private static final long NEVER = Long.MAX_VALUE / 2;

    private static final String OTHER_SPEAKER = "- ";
    private static final char RIGHT_TO_LEFT_MARK = '\u200F';

    /** A cue of which more has to be known until all have their times. */
    private record Shown(Piece piece, long start, long end, Integer channel) {
        Shown until(long earlier) {
            return new Shown(piece, start, earlier, channel);
        }
    }

    /** How far a channel has come, in milliseconds. */
    private static final class Progress {
        private long spokenUntil;
        private long shownUntil = -Cue.GAP;
    }

    private final Map<Integer, Progress> channels = new HashMap<>();
    private boolean spoken;
    private Integer speaker;

    /** @param segments that follow those before */
    List<Cue> add(List<Segment> segments) {
        Map<Integer, List<Segment>> byChannel = new HashMap<>();
        segments.forEach(segment -> byChannel
                .computeIfAbsent(segment.channel(), channel -> new ArrayList<>())
                .add(segment));
        List<Shown> shown = new ArrayList<>();
        byChannel.forEach((channel, said) -> shown.addAll(shown(channel, said)));
        shown.sort(Comparator.comparingLong(Shown::start)
                .thenComparing(Shown::channel, Comparator.nullsFirst(Comparator.naturalOrder())));
        return giveWay(shown).stream().map(this::cue).toList();
    }

    private List<Shown> shown(Integer channel, List<Segment> segments) {
        Progress progress = channels.computeIfAbsent(channel, key -> new Progress());
        int lineWidth = Cue.LINE_WIDTH - (channel == null ? 0 : OTHER_SPEAKER.length());
        List<Piece> pieces = CueSplitter.split(fragments(segments, lineWidth, progress), lineWidth);
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            long next = i + 1 < pieces.size() ? pieces.get(i + 1).start() : NEVER;
            shown.add(shown(channel, pieces.get(i), next, progress));
        }
        return shown;
    }

    private static List<Fragment> fragments(List<Segment> segments, int lineWidth, Progress progress) {
        FragmentCutter cutter = new FragmentCutter(lineWidth);
        List<Fragment> fragments = new ArrayList<>();
        Untimed untimed = new Untimed(segments);
        for (int i = 0; i < segments.size(); i++) {
            int index = i;
            long start = progress.spokenUntil;
            long end = segments.get(i).endTime().orElseGet(() -> start + untimed.duration(index, start));
            cutter.append(segments.get(i), start, end, fragments);
            progress.spokenUntil = Math.max(start, end);
        }
        return fragments;
    }

    /** Segments without times, counted once: there may be as many in a row as there are. */
    private static final class Untimed {
        private final List<Segment> segments;
        /** What the segments from each on take to be said, to the next that has times. */
        private final long[] untilTimed;

        /** When that one starts; {@link #NEVER} for none. */
        private final long[] timedStart;

        Untimed(List<Segment> segments) {
            this.segments = segments;
            int count = segments.size();
            this.untilTimed = new long[count + 1];
            this.timedStart = new long[count + 1];
            timedStart[count] = NEVER;
            for (int i = count - 1; i >= 0; i--) {
                Optional<Long> start = segments.get(i).startTime();
                untilTimed[i] = start.isPresent() ? 0 : untilTimed[i + 1] + speakingTime(segments.get(i));
                timedStart[i] = start.orElse(timedStart[i + 1]);
            }
        }

        /** As long as it takes to say it, but not longer than until the next one with times. */
        long duration(int index, long start) {
            long own = speakingTime(segments.get(index));
            long room = Math.max(0, timedStart[index] - start);
            return untilTimed[index] <= room ? own : own * room / untilTimed[index];
        }
    }

    private static long speakingTime(Segment segment) {
        return Math.max(Cue.MIN_DURATION, Writing.columns(segment.text()) * 1_000L / SPEAKING_SPEED);
    }

    /** Gives a piece its time, between the one before it and the one that follows. */
    private static Shown shown(Integer channel, Piece piece, long nextStart, Progress progress) {
        long start = Math.max(piece.start(), progress.shownUntil + Cue.GAP);
        long wished = Math.max(piece.end() + LINGER, start + Cue.readingTime(piece.columns()));
        long end = Math.min(wished, start + Cue.MAX_DURATION);
        long limit = nextStart - Cue.GAP;
        if (limit - end < FLICKER) {
            end = Math.min(limit, start + Cue.MAX_DURATION);
        }
        end = Math.max(end, Math.min(start + Cue.MIN_DURATION, limit + DELAY));
        end = Math.max(end, start + DELAY);
        progress.shownUntil = end;
        return new Shown(piece, start, end, channel);
    }

    /** Lets text go when another channel begins to speak, if it has been spoken and read by then. */
    private static List<Shown> giveWay(List<Shown> shown) {
        List<Shown> result = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Shown cue = shown.get(i);
            long limit = Math.max(
                    cue.piece().end() - HASTE,
                    cue.start() + Cue.readingTime(cue.piece().columns()));
            long end = shown.subList(i + 1, shown.size()).stream()
                    .takeWhile(later -> later.start() - Cue.GAP < cue.end())
                    .filter(later -> !Objects.equals(later.channel(), cue.channel()))
                    .mapToLong(later -> later.start() - Cue.GAP)
                    .filter(start -> start >= limit)
                    .findFirst()
                    .orElse(cue.end());
            result.add(cue.until(end));
        }
        return result;
    }

    private Cue cue(Shown shown) {
        boolean changed = spoken && !Objects.equals(shown.channel(), speaker);
        spoken = true;
        speaker = shown.channel();
        String text = String.join(" ", shown.piece().lines());
        List<String> lines = new ArrayList<>(shown.piece().lines());
        if (changed) {
            lines.set(0, OTHER_SPEAKER + lines.get(0));
        }
        return new Cue(
                shown.start(),
                shown.end(),
                Writing.isRightToLeft(text)
                        ? lines.stream().map(CueTrack::marked).toList()
                        : lines,
                shown.channel());
    }

    /** Players take a line's direction from its first letter, which may be one of a foreign name. */
    private static String marked(String line) {
        return Writing.isShownFromRight(line) ? line : RIGHT_TO_LEFT_MARK + line;
    }
}
