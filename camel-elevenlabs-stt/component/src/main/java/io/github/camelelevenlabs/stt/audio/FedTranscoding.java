package io.github.camelelevenlabs.stt.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decodes fed audio with ffmpeg. No method blocks: bytes are written and samples read on the executor, which reports
 * each change. Bytes are written only while samples are wanted, so that a reader that has enough occupies no thread.
 * Used by one thread at a time, except where a method says otherwise.
 */
final class FedTranscoding {

    // Small, so that the writing thread rarely has to wait for ffmpeg after samples have arrived.
    private static final int SLICE = 8 * 1024;

    /** Half of a pipe, so that it has room even if ffmpeg has not yet read what was written before. */
    private static final int CREDIT = 32 * 1024;

    private final AutoDecoder.UnsupportedFormat recording;
    private final DecoderChain transcoder;
    private final Decoding decoding;
    private final Runnable onChange;
    private final boolean awaited;

    private CompletableFuture<Optional<ByteBuffer>> reading;
    private CompletableFuture<?> writing = CompletableFuture.completedFuture(null);
    private Optional<AudioSource.Opened> opened = Optional.empty();
    private boolean ended;

    // Used by the writing task while it runs:
    private ByteBuffer unwritten;
    /** Where ffmpeg is awaited: how many bytes it takes at once, since it has nothing to give. */
    private int credit;

    private boolean endDue;

    private volatile boolean refused;

    /**
     * @param awaited whether the bytes take their time, as those of a URL: then no thread waits for ffmpeg. Otherwise two threads
     *     read and write as fast as they can
     * @param onChange called on any thread when {@link #samples()} may have more; must not block
     */
    FedTranscoding(AutoDecoder.UnsupportedFormat recording, boolean awaited, Decoding decoding, Runnable onChange) {
        this.awaited = awaited;
        this.recording = recording;
        this.transcoder = new DecoderChain(recording, decoding);
        this.decoding = decoding;
        this.onChange = onChange;
        this.unwritten = recording.head();
    }

    /** Whether the previous bytes have been written, so that more may follow. */
    boolean isWritable() {
        return writing.isDone() && !unwritten.hasRemaining();
    }

    /** Whether ffmpeg accepts no more bytes; further bytes are dropped. */
    boolean isRefused() {
        return refused;
    }

    /** Sets the next bytes. The previous ones must have been written. */
    void write(ByteBuffer bytes) {
        unwritten = bytes;
    }

    /** Ends the input after the previous bytes. */
    void end() {
        endDue = true;
    }

    /**
     * The samples that have been decoded; empty when there are none yet, and then more are requested. Empty bytes are
     * the end if {@link #isEnded()}.
     */
    Optional<ByteBuffer> samples() throws IOException {
        if (reading == null) {
            reading = new CompletableFuture<>();
            CompletableFuture<Optional<ByteBuffer>> next = reading;
            next.whenComplete((bytes, failed) -> onChange.run());
            (awaited ? transcoder.readable() : transcoder.started())
                    .whenComplete(
                            (nothing, failed) -> decoding.execute(next, () -> Optional.ofNullable(transcoder.read())));
        }
        if (writing.isCompletedExceptionally()) {
            // The reader would otherwise wait for the samples of bytes that never arrive.
            throw new IOException(failure(writing));
        } else if (!reading.isDone()) {
            writeOn(reading);
            return Optional.empty();
        }
        Optional<ByteBuffer> bytes = taken();
        opened = transcoder.opened();
        ended = bytes.isEmpty();
        return Optional.of(bytes.orElse(ByteBuffer.allocate(0)));
    }

    private Optional<ByteBuffer> taken() throws IOException {
        CompletableFuture<Optional<ByteBuffer>> read = reading;
        reading = null;
        if (read.isCompletedExceptionally()) {
            Throwable cause = failure(read);
            throw cause instanceof IOException failure ? recording.failure(failure) : new IOException(cause);
        }
        return read.join();
    }

    private static Throwable failure(CompletableFuture<?> failed) {
        return failed.handle((nothing, failure) -> failure).join();
    }

    private void writeOn(CompletableFuture<?> read) {
        if (writing.isDone() && (unwritten.hasRemaining() || endDue && !refused)) {
            CompletableFuture<Void> next = new CompletableFuture<>();
            writing = next;
            next.whenComplete((nothing, failed) -> onChange.run());
            boolean spent = awaited && credit <= 0;
            (spent ? transcoder.writable().thenRun(() -> credit = CREDIT) : CompletableFuture.completedFuture(null))
                    .whenComplete((nothing, failed) -> decoding.execute(next, () -> {
                        writeWhilePending(read);
                        return null;
                    }));
        }
    }

    private void writeWhilePending(CompletableFuture<?> read) {
        while (!read.isDone() && unwritten.hasRemaining() && (!awaited || credit > 0)) {
            int length = Math.min(SLICE, unwritten.remaining());
            ByteBuffer slice = unwritten.slice(unwritten.position(), length);
            unwritten.position(unwritten.position() + length);
            if (!transcoder.write(slice)) {
                refused = true;
                unwritten = ByteBuffer.allocate(0);
            }
            credit -= length;
        }
        if (endDue && !refused && !read.isDone() && !unwritten.hasRemaining()) {
            endDue = false;
            transcoder.end();
        }
    }

    /** Whether {@link #samples()} has returned the last samples. */
    boolean isEnded() {
        return ended;
    }

    /** The format of the samples, once there are any. */
    Optional<AudioSource.Opened> opened() {
        return opened;
    }

    /** Whether all bytes are collected before any is decoded. Safe for any thread. */
    boolean isCollecting() {
        return transcoder.isCollecting();
    }

    /** Ends ffmpeg; may block. Safe for any thread, and more than once. */
    void close() {
        transcoder.close();
    }
}
