package io.github.camelelevenlabs.stt.fetch;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A playlist of HLS (RFC 8216), as far as it takes to hear what it names. */
sealed interface HlsPlaylist {

    /**
     * Names playlists with the same content in several qualities and languages.
     *
     * @param sound the one to hear
     */
    record Master(WebUrl sound) implements HlsPlaylist {}

    /**
     * Names the files that the audio is cut into.
     *
     * @param target at least as long as any segment, and how often a live playlist changes
     * @param first  the number of the first segment, from 0 to 2^64-1; a live playlist drops segments there and adds others
     *               at its end
     * @param ended  whether no segments will be added
     */
    record Media(Duration target, BigInteger first, List<Segment> segments, boolean ended) implements HlsPlaylist {

        /** Nearer to the end of a live playlist, a client may have to wait for every segment (RFC 8216, 6.3.3). */
        private static final int TARGETS_FROM_END = 3;

        /** The number of the segment that will be added next. */
        BigInteger end() {
            return number(segments.size());
        }

        private BigInteger number(int index) {
            return first.add(BigInteger.valueOf(index));
        }

        /** Empty when the playlist no longer has it, or does not have it yet. */
        Optional<Segment> segment(BigInteger number) {
            boolean listed = number.compareTo(first) >= 0 && number.compareTo(end()) < 0;
            return listed ? Optional.of(segments.get(number.subtract(first).intValueExact())) : Optional.empty();
        }

        /** Where to begin: of a recording at its beginning, of a live stream near its end. */
        BigInteger start() {
            Duration wanted = target.multipliedBy(TARGETS_FROM_END);
            Duration left = Duration.ZERO;
            int index = segments.size();
            while (index > 0 && (ended || left.compareTo(wanted) < 0)) {
                index--;
                left = left.plus(segments.get(index).duration());
            }
            return number(index);
        }
    }

    /**
     * A file with some seconds of the audio.
     *
     * @param initialization what a decoder needs before this segment, unless it had it before another
     * @param gap            whether the server says itself that it does not have it
     */
    record Segment(WebUrl url, Duration duration, Optional<WebUrl> initialization, boolean gap) {}
}
