package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
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
 * Decodes a recording with one ffmpeg process. One thread writes while another reads; both may block until {@link
 * #close()}. The process reads a pipe or, if the bytes cannot be read in order, a private temporary file; that must
 * be complete before there is any output.
 */
public final class Transcoder implements PartDecoder {

    /** The limit for the temporary file: more than any recording of speech; two hours of video may reach it. */
    private static final long MAX_SPOOLED = 2L * 1024 * 1024 * 1024;

    /** The limit for bytes in front of the index or the samples of an MP4. */
    private static final int MAX_BEFORE_INDEX = 1024 * 1024;

    private final Ffmpeg ffmpeg;
    private final String path;
    private final DecodeCommand command;
    private final CompletableFuture<FfmpegProcess> process = new CompletableFuture<>();

    // Used by the writing thread only, except for the spool, which the closing thread deletes:
    private final ByteArrayOutputStream undecided = new ByteArrayOutputStream();
    private final Mp4Index index = new Mp4Index();
    private volatile Spool spool;
    private volatile boolean closed;

    Transcoder(Ffmpeg ffmpeg, String path, DecodeCommand command) {
        this.ffmpeg = ffmpeg;
        this.path = path;
        this.command = command;
    }

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
            // The reader gets the reason.
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public boolean isCollecting() {
        return spool != null && !process.isDone();
    }

    @Override
    public CompletionStage<Void> started() {
        return process.thenAccept(running -> {});
    }

    @Override
    public CompletionStage<Void> readable() {
        return process.thenCompose(FfmpegProcess::readable);
    }

    @Override
    public CompletionStage<Void> writable() {
        return process.isDone() && !process.isCompletedExceptionally()
                ? process.join().writable()
                : CompletableFuture.completedFuture(null);
    }

    /**
     * Reads the next bytes of output; null at the end. Blocks. After null or an exception, all resources are
     * released.
     *
     * @throws AudioException if ffmpeg could not decode the audio
     * @throws DecoderMissingException if there is no ffmpeg, or it does not start
     * @throws IOException if something else ended the process
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

    @Override
    public MediaInfo media() {
        return process.join().media();
    }

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
        // A missing ffmpeg is reported before, not after, gigabytes were collected.
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
            // Too many processes are a temporary problem; a missing program is not.
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

    /** Kills the process and deletes the file. Safe for any thread, and more than once. */
    @Override
    public void close() {
        closed = true;
        process.completeExceptionally(AudioException.closed());
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
