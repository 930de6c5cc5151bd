package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A running ffmpeg process. One thread may write while another reads; both block while the process makes no progress,
 * until {@link #close()}.
 *
 * <p>The process is watched: its standard error is drained before the pipe is full. If it should produce samples but
 * neither accepts nor returns bytes for 30 seconds, it is killed. While nobody wants samples it may be idle for any
 * time.
 */
final class FfmpegProcess implements AutoCloseable {

    static final Duration TICK = Duration.ofSeconds(1);
    static final int TICKS_WITHOUT_PROGRESS = 30;

    private static final int READ_BYTES = 16 * 1024;
    private static final int EXIT_SECONDS = 5;

    /** Output of at most this length contains no samples: no WAV header is longer. */
    private static final int MAX_HEADER = 80;

    /**
     * The exit codes of {@code nice} and similar programs, and of the dynamic linker, when the program cannot be
     * started.
     */
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

    /** Exit codes of SIGHUP, SIGINT, SIGQUIT, SIGKILL and SIGTERM: signals sent by others, not those of a crash. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 1, 128 + 2, 128 + 3, 128 + 9, 128 + 15);

    /** The exit code of ffmpeg after SIGINT and SIGTERM, when it writes no message. */
    private static final int INTERRUPTED = 255;

    private final Process process;
    private final OutputStream stdin;
    private final WritableByteChannel input;
    private final InputStream stdout;
    private final MediaInfo media = new MediaInfo();
    private final StderrTail stderr;
    private final Ticks ticks;
    private final Polling polling;

    /** Completed by {@link #close()}, after which there are no ticks. */
    private volatile CompletableFuture<Void> output = new CompletableFuture<>();

    private volatile CompletableFuture<Void> hunger = new CompletableFuture<>();

    // Used by the reading thread only:
    private final byte[] buffer = new byte[READ_BYTES];
    private long given;

    // Written by the two threads, read by the watch; lost increments are harmless:
    private volatile boolean reading;
    private volatile boolean writing;
    private volatile boolean inputEnded;
    private volatile long moves;

    private volatile boolean stuck;
    private volatile boolean closed;

    // Used by the watch only:
    private long movesBefore;
    private int idleTicks;

    FfmpegProcess(Process process, Ticks ticks) {
        this.process = process;
        this.stdin = process.getOutputStream();
        this.input = Channels.newChannel(stdin);
        this.stdout = process.getInputStream();
        this.stderr = new StderrTail(process.getErrorStream(), media::line);
        this.ticks = ticks;
        this.polling = new Polling(ticks);
        ticks.schedule(TICK, this::watch);
    }

    /** Writes bytes to the process; false when it accepts no more, and the reader gets the reason. Blocks. */
    boolean write(ByteBuffer bytes) {
        writing = true;
        try {
            // A process that writes many messages would otherwise wait for the next tick.
            stderr.drain();
            input.write(bytes.duplicate());
            stdin.flush();
            moves++;
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            writing = false;
        }
    }

    /** Closes the standard input of the process. */
    void endInput() {
        inputEnded = true;
        try {
            stdin.close();
        } catch (IOException e) {
            // The process ended before it had read everything; the reader gets the reason.
        }
    }

    /** Completes when {@link #read()} has something to return. Until then the process owes output, as during a read. */
    CompletableFuture<Void> readable() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        output = result;
        reading = true;
        polling.until(() -> hasEnded() || hasOutput(), result);
        return result;
    }

    /**
     * Completes a moment after the last write, when there is no output. The process has then read what was written, unless it
     * is slow, and its pipe has room.
     */
    CompletableFuture<Void> writable() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        hunger = result;
        polling.laterUntil(() -> hasEnded() || !hasOutput(), result);
        return result;
    }

    private boolean hasEnded() {
        return closed || !process.isAlive();
    }

    private boolean hasOutput() {
        try {
            return stdout.available() > 0;
        } catch (IOException e) {
            // The stream was closed; reading finds out by whom.
            return true;
        }
    }

    /**
     * Reads the next bytes of output; null at the end. Blocks.
     *
     * @throws AudioException if the process could not decode its input
     * @throws DecoderMissingException if the program did not start
     * @throws IOException if something else ended the process
     */
    ByteBuffer read() throws IOException {
        stderr.drain();
        reading = true;
        moves++;
        int length;
        try {
            length = stdout.read(buffer);
        } catch (IOException e) {
            // The stream was closed; the check below finds out by whom.
            length = -1;
        } finally {
            reading = false;
            moves++;
        }
        if (length >= 0) {
            given += length;
            return ByteBuffer.wrap(Arrays.copyOf(buffer, length));
        }
        check();
        return null;
    }

    private void check() throws IOException {
        int status = waitForExit();
        stderr.drainAll();
        boolean wasClosed = closed;
        close();
        if (stuck) {
            throw new AudioException("ffmpeg was stopped after " + TICKS_WITHOUT_PROGRESS * TICK.toSeconds()
                    + " s without progress: " + stderr);
        } else if (wasClosed) {
            throw AudioException.closed();
        } else if (given == 0 && NOT_STARTED.contains(status)) {
            throw new DecoderMissingException("ffmpeg cannot be run: " + stderr);
        } else if (SIGNALLED.contains(status) || status == INTERRUPTED && stderr.isEmpty()) {
            throw new IOException("ffmpeg was ended from outside, with status " + status
                    + ": for want of memory, or because the system stops");
        } else if (status != 0 || given <= MAX_HEADER) {
            throw failure();
        }
    }

    /** What ffmpeg reports about the recording; complete once samples have arrived. For the reading thread. */
    MediaInfo media() {
        stderr.drainAll();
        return media;
    }

    /** Why there are no samples, or no more of them. For the reading thread. */
    FfmpegException failure() {
        stderr.drainAll();
        return FfmpegException.of(stderr.toString(), media);
    }

    /** The messages of ffmpeg about faults of the recording. For the reading thread. */
    Optional<String> complaint() {
        stderr.drainAll();
        return stderr.isEmpty() ? Optional.empty() : Optional.of(stderr.toString());
    }

    private int waitForExit() throws IOException {
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while ffmpeg was ending", e);
        }
    }

    private void watch() {
        stderr.drain();
        if (!process.isAlive()) {
            return;
        }
        boolean owes = reading && (writing || inputEnded);
        idleTicks = owes && moves == movesBefore ? idleTicks + 1 : 0;
        movesBefore = moves;
        if (idleTicks >= TICKS_WITHOUT_PROGRESS) {
            stuck = true;
            close();
        } else {
            ticks.schedule(TICK, this::watch);
        }
    }

    /** Kills the process. Safe for any thread, and more than once. */
    @Override
    public void close() {
        closed = true;
        if (process.isAlive()) {
            // If ffmpegPath names a wrapper, the real ffmpeg would otherwise keep running.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
        output.complete(null);
        hunger.complete(null);
    }
}
