package io.github.camelelevenlabs.stt.example.telephony;

import java.util.Arrays;
import java.util.Optional;

/**
 * Joins the two tracks of a call, which come in frames of their own, to stereo: the first track is channel 0. Frames are placed by
 * their times, so a frame that is lost or late is silence in its own track and moves nothing. Used by one thread at a time.
 */
final class TwoTracks {

    /** Mu-law as telephones use it, a sample of each channel in turn. */
    static final String CONTENT_TYPE = "audio/PCMU;rate=8000;channels=2";

    private static final int SAMPLES_PER_MILLI = 8;
    private static final byte SILENCE = (byte) 0xFF;

    /** A frame that begins so close to the end of the one before follows it: its time was rounded. */
    private static final int ROUNDING = 10 * SAMPLES_PER_MILLI;

    /** How long a track is waited for while the other one goes on. */
    private static final int PATIENCE = 400 * SAMPLES_PER_MILLI;

    /**
     * A piece of both tracks.
     *
     * @param position where it begins in the call, in milliseconds
     */
    record Piece(long position, byte[] stereo) {}

    private final Track first = new Track();
    private final Track second = new Track();
    /** The position, in samples, up to which pieces were made. */
    private long given;

    /**
     * Adds a frame.
     *
     * @param toFirst whether it belongs to the first track
     * @param millis where it begins in the call
     * @return what both tracks have by now, or what has been waited for long enough
     */
    Optional<Piece> add(boolean toFirst, long millis, byte[] muLaw) {
        Track track = toFirst ? first : second;
        long at = track.placeOf(millis * SAMPLES_PER_MILLI);
        if (at > end() + PATIENCE) {
            // Neither track had anything for a while: a gap, and no silence that costs money.
            Optional<Piece> before = take(end());
            given = at;
            track.add(at, muLaw);
            return before;
        }
        track.add(at, muLaw);
        long both = Math.min(first.end, second.end);
        return take(Math.max(both, end() - PATIENCE) / SAMPLES_PER_MILLI * SAMPLES_PER_MILLI);
    }

    /** The rest, at the end of the call. */
    Optional<Piece> flush() {
        return take(end());
    }

    private long end() {
        return Math.max(first.end, second.end);
    }

    private Optional<Piece> take(long until) {
        if (until <= given) {
            return Optional.empty();
        }
        int count = (int) (until - given);
        byte[] stereo = new byte[2 * count];
        first.take(count, stereo, 0);
        second.take(count, stereo, 1);
        Piece piece = new Piece(given / SAMPLES_PER_MILLI, stereo);
        given = until;
        return Optional.of(piece);
    }

    private final class Track {

        /** The samples from {@link TwoTracks#given} on. */
        private byte[] waiting = {};

        private long end;

        private long placeOf(long at) {
            return Math.abs(at - end) <= ROUNDING ? end : at;
        }

        private void add(long at, byte[] samples) {
            int late = (int) Math.max(0, Math.min(samples.length, given - at));
            int to = (int) (at + late - given);
            int length = to + samples.length - late;
            if (length > waiting.length) {
                int before = waiting.length;
                waiting = Arrays.copyOf(waiting, length);
                Arrays.fill(waiting, before, length, SILENCE);
            }
            if (late < samples.length) {
                System.arraycopy(samples, late, waiting, to, samples.length - late);
                end = Math.max(end, at + samples.length);
            }
        }

        private void take(int count, byte[] stereo, int channel) {
            for (int i = 0; i < count; i++) {
                stereo[2 * i + channel] = i < waiting.length ? waiting[i] : SILENCE;
            }
            waiting = count < waiting.length ? Arrays.copyOfRange(waiting, count, waiting.length) : new byte[0];
        }
    }
}
