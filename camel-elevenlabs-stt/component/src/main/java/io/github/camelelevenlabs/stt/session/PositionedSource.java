package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * A source of which is known where each block lies on the source's clock: where the one before ended, or where the block itself says.
 * One block at a time, as of any source; any thread may ask for the position.
 */
final class PositionedSource implements AudioSource {

    /**
     * A position that is this close to the end of the block before says that there is no gap. Positions are whole milliseconds and
     * samples are not; the shortest messages of telephony are 10 ms.
     */
    private static final Duration TOLERANCE = Duration.ofMillis(5);

    private final AudioSource source;
    private final Duration firstSample;

    private Opened opened;
    private boolean begun;
    /** Of the block that was read last, in samples. */
    private long start;

    /** Where that block ends, in samples. Written by the thread that completes a read, the next one reads it after that. */
    private long end;

    /** The same, for any thread. */
    private volatile Duration position;

    /** @param firstSample the position of the first sample, if the source does not say */
    PositionedSource(AudioSource source, Duration firstSample) {
        this.source = source;
        this.firstSample = firstSample;
        this.position = firstSample;
    }

    @Override
    public CompletionStage<Opened> open() {
        return source.open().thenApply(found -> {
            opened = found;
            end = found.format().position(firstSample);
            return found;
        });
    }

    @Override
    public void read(BiConsumer<? super Block, ? super Throwable> next) {
        source.read((block, failure) -> next.accept(failure == null ? positioned(block) : block, failure));
    }

    @Override
    public CompletionStage<Block> read() {
        return source.read().thenApply(this::positioned);
    }

    private Block positioned(Block block) {
        if (block == Block.END) {
            return block;
        }
        start = start(block.position());
        end = start + samples(block);
        position = opened.format().duration(end);
        if (begun) {
            return block;
        }
        begun = true;
        return block.at(OptionalLong.of(opened.format().duration(start).toMillis()));
    }

    private long start(OptionalLong millis) {
        if (millis.isEmpty()) {
            return end;
        }
        long said = opened.format().samples(Duration.ofMillis(millis.getAsLong()));
        return begun && Math.abs(said - end) <= opened.format().samples(TOLERANCE) ? end : said;
    }

    private long samples(Block block) {
        return block.samples().remaining() / (opened.format().bytesPerSample() * opened.channels());
    }

    /** The position of the block that was read last, in samples. Called before the next one is read. */
    long start() {
        return start;
    }

    /** How far the source was read. Safe for any thread. */
    Duration position() {
        return position;
    }

    @Override
    public void close() {
        source.close();
    }
}
