package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.audio.DecoderMissingException;
import io.github.camelelevenlabs.stt.audio.PartDecoder;
import io.github.camelelevenlabs.stt.text.Causes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Bytes of a recording in, bytes of a WAV out, through an ffmpeg. One thread at a time may write and another read; both
 * may block, until somebody closes. The process gets its bytes through a pipe, or, when they cannot be read in order,
 * in a private temporary file, which then has to be complete before anything comes out.
 */
public final class Transcoder implements PartDecoder {

    /** More than any recording of speech; two hours of video may have it. */
    private static final long MAX_SPOOLED = 2L * 1024 * 1024 * 1024;

    /** Of what stands before an MP4's index or samples. */
    private static final int MAX_BEFORE_INDEX = 1024 * 1024;

    private final Ffmpeg ffmpeg;
    private final String path;
    private final DecodeCommand command;
    private final CompletableFuture<FfmpegProcess> process = new CompletableFuture<>();

    // Touched by the writing thread only, but for the spool, which whoever closes deletes:
    private final ByteArrayOutputStream undecided = new ByteArrayOutputStream();
    private final Mp4Index index = new Mp4Index();
    private volatile Spool spool;
    private volatile boolean closed;

    Transcoder(Ffmpeg ffmpeg, String path, DecodeCommand command) {
        this.ffmpeg = ffmpeg;
        this.path = path;
        this.command = command;
    }

    /**
     * Takes the next bytes, which must not change any more.
     *
     * @return false when no more are wanted, for which the reader learns the reason
     */
    @Override
    public boolean write(ByteBuffer bytes) {
        try {
            if (process.isDone()) {
                return process.join().write(bytes);
            }
            if (spool != null) {
                spool.write(bytes);
                return true;
            }
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            undecided.writeBytes(copy);
            return decide(bytes);
        } catch (CompletionException e) {
            return false;
        } catch (IOException e) {
            fail(e);
            return false;
        }
    }

    /** There are no more bytes. */
    @Override
    public void end() {
        try {
            if (spool != null) {
                start(command.fromFile(spool), spool.standardInput()).endInput();
            } else {
                if (!process.isDone()) {
                    pipe();
                }
                process.join().endInput();
            }
        } catch (CompletionException e) {
            // The reader learns why it does not run.
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public boolean isCollecting() {
        return spool != null && !process.isDone();
    }

    /** Completes when {@link #read()} no longer waits for bytes to be written. */
    @Override
    public CompletionStage<Void> started() {
        return process.thenAccept(running -> {});
    }

    /**
     * The next bytes of the WAV, or null after its end. Whatever it ends with, everything is released then.
     *
     * @throws AudioException          when ffmpeg could not decode
     * @throws DecoderMissingException when there is no ffmpeg, or it does not start
     * @throws IOException             when something else ended it
     */
    @Override
    public ByteBuffer read() throws IOException {
        ByteBuffer bytes = null;
        try {
            bytes = process.join().read();
        } catch (CompletionException e) {
            throw Causes.unwrapped(e) instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (DecoderMissingException e) {
            ffmpeg.forget(path);
            throw e;
        } finally {
            if (bytes == null) {
                close();
            }
        }
        return bytes;
    }

    /** What ffmpeg has found out about the recording; all of it once samples have come. To be asked by the reading thread. */
    @Override
    public MediaInfo media() {
        return process.join().media();
    }

    /** Why nothing that came out was a sample. To be asked by the reading thread. */
    @Override
    public AudioException failure() {
        return process.join().failure();
    }

    @Override
    public Optional<String> complaint() {
        return process.isCompletedExceptionally()
                ? Optional.empty()
                : process.join().complaint();
    }

    private boolean decide(ByteBuffer bytes) throws IOException {
        Optional<Boolean> inOrder = switch (command.access()) {
            case IN_ORDER -> Optional.of(true);
            case ANYWHERE -> Optional.of(false);
            case INDEX_FIRST -> index.look(bytes);
        };
        if (inOrder.isEmpty() && undecided.size() <= MAX_BEFORE_INDEX) {
            return true;
        }
        return inOrder.orElse(false) ? pipe() : spool();
    }

    private boolean pipe() throws IOException {
        FfmpegProcess started = start(command.fromPipe(), Optional.empty());
        return started.write(takeUndecided());
    }

    private boolean spool() throws IOException {
        // Whether there is one at all is said before, not after, a gigabyte was taken.
        ffmpeg.program(path);
        ffmpeg.add(this);
        spool = new Spool(MAX_SPOOLED);
        if (closed) {
            close();
        }
        spool.write(takeUndecided());
        return true;
    }

    private ByteBuffer takeUndecided() {
        ByteBuffer bytes = ByteBuffer.wrap(undecided.toByteArray());
        undecided.reset();
        return bytes;
    }

    private FfmpegProcess start(List<String> arguments, Optional<Path> input) throws IOException {
        FfmpegProgram program = ffmpeg.program(path);
        ffmpeg.add(this);
        FfmpegProcess started;
        try {
            started = ffmpeg.start(program, arguments, input);
        } catch (DecoderMissingException e) {
            // Too many processes pass; a program that is gone does not.
            if (!Files.isExecutable(program.executable())) {
                ffmpeg.forget(path);
            }
            throw e;
        }
        if (!process.complete(started)) {
            started.close();
            close();
        }
        return started;
    }

    private void fail(IOException failure) {
        process.completeExceptionally(failure);
        close();
    }

    /** Ends the process and deletes the file. May be called twice, and by any thread. */
    @Override
    public void close() {
        closed = true;
        process.completeExceptionally(new IOException("The audio was closed before its end"));
        if (!process.isCompletedExceptionally()) {
            process.join().close();
        }
        Spool file = spool;
        if (file != null) {
            file.close();
        }
        ffmpeg.remove(this);
    }
}
