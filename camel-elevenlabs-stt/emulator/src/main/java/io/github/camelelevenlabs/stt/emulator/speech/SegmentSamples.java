package io.github.camelelevenlabs.stt.emulator.speech;

import edu.cmu.sphinx.frontend.BaseDataProcessor;
import edu.cmu.sphinx.frontend.Data;
import edu.cmu.sphinx.frontend.DataEndSignal;
import edu.cmu.sphinx.frontend.DataProcessingException;
import edu.cmu.sphinx.frontend.DataStartSignal;
import edu.cmu.sphinx.frontend.DoubleData;
import java.util.concurrent.atomic.AtomicLong;

/** Where the features of a stream come from: the samples of its current segment, as they arrive. */
final class SegmentSamples extends BaseDataProcessor {
    // The model remembers the scores of recent frames by their sample number: no two segments may share one.
    private static final AtomicLong NEXT_ORIGIN = new AtomicLong();
    private static final long ORIGINS_APART = 1L << 40;
    private static final int BLOCKS_PER_TURN = 5;

    private SpeechSegment segment;
    private long origin;
    private long position;
    private boolean started;
    private int blocksThisTurn;

    /** From now on this segment is read. */
    void read(SpeechSegment next) {
        segment = next;
        origin = NEXT_ORIGIN.getAndAdd(ORIGINS_APART);
        position = origin;
        started = false;
    }

    /** The time in milliseconds that the front end gives to the first sample of the segment. */
    long originMillis() {
        return origin * 1000 / SpeechStream.SAMPLE_RATE;
    }

    @Override
    public Data getData() {
        if (!started) {
            started = true;
            return new DataStartSignal(SpeechStream.SAMPLE_RATE);
        }
        double[] block = next();
        if (block.length == 0) {
            return new DataEndSignal((position - origin) * 1000 / SpeechStream.SAMPLE_RATE);
        }
        DoubleData data = new DoubleData(block, SpeechStream.SAMPLE_RATE, position);
        position += block.length;
        return data;
    }

    /** Other streams may search while this one waits for audio, and now and then even if it need not wait. */
    private double[] next() {
        double[] block = ++blocksThisTurn < BLOCKS_PER_TURN ? segment.poll() : null;
        if (block != null) {
            return block;
        }
        blocksThisTurn = 0;
        EnglishModel.turn().release();
        try {
            return segment.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataProcessingException("Interrupted while waiting for audio", e);
        } finally {
            EnglishModel.turn().acquireUninterruptibly();
        }
    }
}
