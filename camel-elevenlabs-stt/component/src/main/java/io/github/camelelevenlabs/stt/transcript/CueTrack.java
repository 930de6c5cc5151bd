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
 * Makes the cues of a recording, all at once or as its segments come; later cues begin after earlier ones have ended.
 * Cues of one channel never overlap. Cues of two channels overlap only while both speak; players show one above the other.
 * For one thread at a time.
 */
final class CueTrack {

    /** How long a cue stays after its last word, in milliseconds, unless another cue follows. */
    private static final long LINGER = 300;

    /** A shorter time without text between two cues flickers, in milliseconds. */
    private static final long FLICKER = 500;

    /** How late a cue may appear so that the one before it can be seen at all, in milliseconds. */
    private static final long DELAY = 500;

    /** How long before its last word a cue may end, in milliseconds, when another speaker begins. */
    private static final long HASTE = 500;

    /** The assumed speed of speech without word times, in columns per second. */
    private static final int SPEAKING_SPEED = 15;

    private static final long NEVER = Long.MAX_VALUE / 2;

    private static final String OTHER_SPEAKER = "- ";
    private static final char RIGHT_TO_LEFT_MARK = '\u200F';

    /** A cue whose end may still change. */
    private record Shown(Piece piece, long start, long end, Integer channel) {
        Shown until(long earlier) {
            return new Shown(piece, start, earlier, channel);
        }
    }

    /** How far the speech and the cues of a channel reach, in milliseconds. */
    private static final class Progress {
        private long spokenUntil;
        private long shownUntil = -Cue.GAP;
    }

    private final Map<Integer, Progress> channels = new HashMap<>();
    private boolean spoken;
    private Integer speaker;

    /** Makes the cues of more segments. @param segments the next ones */
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

    /** The durations of segments without times, computed once, because any number of them may come in a row. */
    private static final class Untimed {
        private final List<Segment> segments;
        /** For each segment, the speaking time from its start to the next segment with times. */
        private final long[] untilTimed;

        /** For each segment, when the next one with times starts; {@link #NEVER} for none. */
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

        /** The speaking time of a segment, shortened so that all fit before the next segment with times. */
        long duration(int index, long start) {
            long own = speakingTime(segments.get(index));
            long room = Math.max(0, timedStart[index] - start);
            return untilTimed[index] <= room ? own : own * room / untilTimed[index];
        }
    }

    private static long speakingTime(Segment segment) {
        return Math.max(Cue.MIN_DURATION, Writing.columns(segment.text()) * 1_000L / SPEAKING_SPEED);
    }

    /** Gives a piece its display time, between the piece before it and the next one. */
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

    /** Ends cues when another channel begins to speak, if their text has been spoken and read by then. */
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

    /** Marks a line as right-to-left: players take its direction from the first letter, which may belong to a foreign name. */
    private static String marked(String line) {
        return Writing.isShownFromRight(line) ? line : RIGHT_TO_LEFT_MARK + line;
    }
}
