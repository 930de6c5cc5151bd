package io.github.camelelevenlabs.stt.session;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds audio of a stream that comes after audio behind it and was not there before: it lies in a gap that was passed. It cannot be sent any
 * more. Where messages wait until they are routed, the session fails, so that all of them come again, in order; elsewhere nobody would
 * send them again, and a warning says that the audio is lost. Used by one thread at a time.
 */
final class LateAudio {

    private static final Logger LOG = LoggerFactory.getLogger(LateAudio.class);

    /** The newest gaps; what is missing for longer does not come any more. */
    private static final int MAX_GAPS = 64;

    private record Gap(long from, long to) {
        private long overlap(long start, long end) {
            return Math.min(to, end) - Math.max(from, start);
        }
    }

    private final String sessionId;
    private final BooleanSupplier comesAgain;
    private final Deque<Gap> gaps = new ArrayDeque<>();
    private boolean warned;

    /** @param comesAgain whether messages that fail are sent again */
    LateAudio(String sessionId, BooleanSupplier comesAgain) {
        this.sessionId = sessionId;
        this.comesAgain = comesAgain;
    }

    /** The audio between two positions, in samples, is missing. */
    void missing(long from, long to) {
        gaps.addLast(new Gap(from, to));
        if (gaps.size() > MAX_GAPS) {
            gaps.removeFirst();
        }
    }

    /**
     * Looks at audio that begins before the end of what is there.
     *
     * @param start     in samples, as the end is
     * @param tolerance an overlap with a gap that is no longer is none
     * @return the failure of the session; empty when all of it was there before, or nobody would send it again
     */
    Optional<IOException> find(long start, long end, long tolerance, Duration position) {
        if (gaps.stream().noneMatch(gap -> gap.overlap(start, end) > tolerance)) {
            return Optional.empty();
        }
        if (comesAgain.getAsBoolean()) {
            return Optional.of(new IOException("audio at " + position.toMillis()
                    + " ms came after audio behind it; send the messages of a stream in the order of their positions"));
        }
        if (!warned) {
            warned = true;
            LOG.warn(
                    "{} drops audio at {} ms that came after audio behind it; send the messages of a stream in the order of"
                            + " their positions",
                    sessionId,
                    position.toMillis());
        }
        return Optional.empty();
    }
}
