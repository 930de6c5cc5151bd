package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
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

    private static final Duration NEVER = Duration.ofMillis(Long.MAX_VALUE);

    private final AudioSource source;
    private final Duration firstSample;
    private final Duration startAt;
    private final LateAudio late;

    private Opened opened;
    private boolean begun;
    /** Of the block that was read last, in samples. */
    private long start;

    /** Where that block ends, in samples. Written by the thread that completes a read, the next one reads it after that. */
    private long end;

    /** The end of all audio that was there, in samples; written as {@link #end} is. */
    private long reached;

    /** Where the block that was read last ends; for any thread. Positions may be too large for nanoseconds in one number. */
    private volatile Duration position;

    /** @param resumption where the first sample lies, if the source does not say, and what is covered */
    PositionedSource(AudioSource source, Resumption resumption, LateAudio late) {
        this.source = source;
        this.firstSample = resumption.firstSample();
        this.startAt = resumption.covered();
        this.late = late;
        this.position = firstSample;
    }

    @Override
    public CompletionStage<Opened> open() {
        return source.open().thenApply(found -> {
            opened = found;
            end = found.format().position(firstSample);
            reached = found.format().position(startAt);
            return found;
        });
    }

    @Override
    public void read(BiConsumer<? super Block, ? super Throwable> next) {
        source.read((block, broken) -> {
            Throwable failure = broken;
            Block read = block;
            if (broken == null) {
                read = positioned(block);
                failure = late(block).orElse(null);
            }
            next.accept(failure == null ? read : null, failure);
        });
    }

    @Override
    public CompletionStage<Block> read() {
        CompletableFuture<Block> next = new CompletableFuture<>();
        read((block, failure) -> {
            if (failure == null) {
                next.complete(block);
            } else {
                next.completeExceptionally(failure);
            }
        });
        return next;
    }

    /** The failure of the session, if this block, which was positioned, comes too late and has to come again. */
    private Optional<IOException> late(Block block) {
        if (block == Block.END || !block.samples().hasRemaining()) {
            return Optional.empty();
        }
        long tolerance = opened.format().samples(TOLERANCE);
        if (start - reached > tolerance) {
            late.missing(reached, start);
        }
        Optional<IOException> found = start < reached
                ? late.find(
                        start,
                        Math.min(end, reached),
                        tolerance,
                        opened.format().duration(start))
                : Optional.empty();
        reached = Math.max(reached, end);
        // So that nobody takes the audio for routed: it ends behind everything that ever is.
        found.ifPresent(failure -> position = NEVER);
        return found;
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
