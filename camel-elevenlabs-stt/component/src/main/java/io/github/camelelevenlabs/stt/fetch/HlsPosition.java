package io.github.camelelevenlabs.stt.fetch;

import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The position in an HLS stream. A new fetch of the same URL with this position continues there, so that nothing is
 * read twice, or lost while the server still has it. Used by one fetch at a time; other URLs ignore it.
 */
public final class HlsPosition {

    private static final Logger LOG = LoggerFactory.getLogger(HlsPosition.class);

    /** No segment has a number below 0. */
    private static final BigInteger NOWHERE = BigInteger.ONE.negate();

    // Written by the reading threads, one after the other:
    private volatile BigInteger next = NOWHERE;
    private volatile BigInteger oldest = BigInteger.ZERO;
    private volatile boolean live;

    /** The number of the segment to read next. */
    BigInteger next() {
        return next;
    }

    /** Adjusts the position to a playlist that was just loaded. */
    void enter(String site, HlsPlaylist.Media playlist) {
        live |= !playlist.ended();
        if (next.equals(NOWHERE)) {
            next = playlist.start();
        } else if (next.compareTo(playlist.first()) < 0) {
            LOG.warn(
                    "{} has dropped {} HLS segments before they were read: what was said in them is lost, and the times do"
                            + " not count it",
                    site,
                    playlist.first().subtract(next));
            next = playlist.first();
        } else if (playlist.end().compareTo(oldest) <= 0) {
            LOG.warn("{} counts its HLS segments anew: it is read from number {} on", site, playlist.start());
            next = playlist.start();
        } else if (playlist.end().compareTo(next) < 0) {
            // An older playlist, from a server that lags behind others with the same name.
            return;
        }
        oldest = playlist.first();
    }

    /** Advances behind a segment that was read or is useless. */
    void advance() {
        next = next.add(BigInteger.ONE);
    }

    /** Ends the stream. A recording begins again when it is fetched again; a live stream must not repeat its end. */
    void end() {
        if (!live) {
            next = NOWHERE;
        }
    }
}
