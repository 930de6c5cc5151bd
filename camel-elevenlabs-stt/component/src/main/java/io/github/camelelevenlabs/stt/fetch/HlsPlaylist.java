package io.github.camelelevenlabs.stt.fetch;

import io.github.camelelevenlabs.stt.text.Printable;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An HLS playlist (RFC 8216), as far as it is needed to read its sound. */
sealed interface HlsPlaylist {

    /**
     * A master playlist: names playlists with the same content in several qualities and languages.
     *
     * @param variant the selected quality
     * @param renditions its sound tracks in separate playlists, the default one first; empty if the sound is in its files
     */
    record Master(WebUrl variant, List<Rendition> renditions) implements HlsPlaylist {

        /**
         * The playlist with the sound.
         *
         * @throws FetchException if no rendition is chosen
         */
        WebUrl sound(TrackChoice choice) throws FetchException {
            if (renditions.isEmpty()) {
                return variant;
            }
            List<String> languages =
                    renditions.stream().map(Rendition::language).toList();
            OptionalInt index = choice.indexIn(languages);
            if (index.isEmpty()) {
                String tracks = IntStream.range(0, languages.size())
                        .mapToObj(i -> (i + 1) + " (" + Printable.of(languages.get(i), 20) + ")")
                        .limit(20)
                        .collect(Collectors.joining(", "));
                throw FetchException.permanent(variant.site() + " has no such sound track; it has " + tracks);
            }
            return renditions.get(index.getAsInt()).url();
        }
    }

    /** Sound in one language; the language is empty when it is not stated. */
    record Rendition(String language, WebUrl url) {}

    /**
     * A media playlist: names the files that contain the audio.
     *
     * @param target the target duration: at least that of the longest segment, and the interval at which a live
     *     playlist changes
     * @param first the number of the first segment, from 0 to 2^64-1; a live playlist removes segments at its
     *     beginning and adds others at its end
     * @param ended whether no segments will be added
     */
    record Media(Duration target, BigInteger first, List<Segment> segments, boolean ended) implements HlsPlaylist {

        /**
         * Closer to the end of a live playlist, a client may have to wait for each segment (RFC 8216, section 6.3.3).
         */
        private static final int TARGETS_FROM_END = 3;

        /** The number of the segment that is added next. */
        BigInteger end() {
            return number(segments.size());
        }

        private BigInteger number(int index) {
            return first.add(BigInteger.valueOf(index));
        }

        /** The segment with this number; empty when it is not in the playlist, any more or yet. */
        Optional<Segment> segment(BigInteger number) {
            boolean listed = number.compareTo(first) >= 0 && number.compareTo(end()) < 0;
            return listed ? Optional.of(segments.get(number.subtract(first).intValueExact())) : Optional.empty();
        }

        /** The number of the segment to begin with: the first one of a recording, one near the end of a live stream. */
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
     * A file with a part of the audio.
     *
     * @param initialization the file that a decoder needs before this segment, unless it already had it
     * @param gap whether the playlist says that the file is missing
     */
    record Segment(WebUrl url, Duration duration, Optional<WebUrl> initialization, boolean gap) {}
}
