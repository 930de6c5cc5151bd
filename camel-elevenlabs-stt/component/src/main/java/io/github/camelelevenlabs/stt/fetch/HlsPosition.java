package io.github.camelelevenlabs.stt.fetch;

import java.math.BigInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far a stream of HLS was read. Whoever opens the same URL again with it goes on there, so that nothing is heard twice,
 * nor missed while the server still has it. Used by one fetch at a time; other URLs take no notice of it.
 */
public final class HlsPosition {

    private static final Logger LOG = LoggerFactory.getLogger(HlsPosition.class);

    /** No playlist counts from below 0. */
    private static final BigInteger NOWHERE = BigInteger.ONE.negate();

    // Written by one reading thread after the other:
    private volatile BigInteger next = NOWHERE;
    private volatile BigInteger oldest = BigInteger.ZERO;
    private volatile boolean live;

    /** The number of the segment to read. */
    BigInteger next() {
        return next;
    }

    /** Finds its place in a playlist that has just come. */
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
            // An older one, from a server that lags behind others of the same name.
            return;
        }
        oldest = playlist.first();
    }

    /** The segment was read, or there is no use in it. */
    void advance() {
        next = next.add(BigInteger.ONE);
    }

    /** There is no more. A recording begins again, if it does; a live stream is not to repeat its end. */
    void end() {
        if (!live) {
            next = NOWHERE;
        }
    }
}
