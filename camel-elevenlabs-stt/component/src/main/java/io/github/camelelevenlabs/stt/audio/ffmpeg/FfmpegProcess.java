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
import java.util.concurrent.TimeUnit;

/**
 * An ffmpeg at work. One thread may write and another read at the same time; both block while the process does not get
 * on, and both are let go by {@link #close()}.
 *
 * <p>It is watched while it lives: its standard error is read before it fills up, and when it owes samples and neither
 * takes bytes nor gives any for 30 seconds, it is killed. While nobody wants samples it may rest as long as it likes.
 */
final class FfmpegProcess implements AutoCloseable {

    static final Duration TICK = Duration.ofSeconds(1);
    static final int TICKS_WITHOUT_PROGRESS = 30;

    private static final int READ_BYTES = 16 * 1024;
    private static final int EXIT_SECONDS = 5;

    /** No header of a WAV is longer, so this much or less is no sample. */
    private static final int MAX_HEADER = 80;

    /** What {@code nice} and the like say when they cannot run the program, and the dynamic linker when it cannot. */
    private static final Set<Integer> NOT_STARTED = Set.of(126, 127);

    /** SIGHUP, SIGINT, SIGQUIT, SIGKILL and SIGTERM: signals that others send, not those of a program that crashes. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 1, 128 + 2, 128 + 3, 128 + 9, 128 + 15);

    /** What ffmpeg makes of SIGINT and SIGTERM, to which it has nothing to say. */
    private static final int INTERRUPTED = 255;

    private final Process process;
    private final OutputStream stdin;
    private final WritableByteChannel input;
    private final InputStream stdout;
    private final MediaInfo media = new MediaInfo();
    private final StderrTail stderr;
    private final Ticks ticks;

    // Touched by the reading thread only:
    private final byte[] buffer = new byte[READ_BYTES];
    private long given;

    // Written by the two threads, read by the watch; lost counts do no harm:
    private volatile boolean reading;
    private volatile boolean writing;
    private volatile boolean inputEnded;
    private volatile long moves;

    private volatile boolean stuck;
    private volatile boolean closed;

    // Touched by the watch only:
    private long movesBefore;
    private int idleTicks;

    FfmpegProcess(Process process, Ticks ticks) {
        this.process = process;
        this.stdin = process.getOutputStream();
        this.input = Channels.newChannel(stdin);
        this.stdout = process.getInputStream();
        this.stderr = new StderrTail(process.getErrorStream(), media::line);
        this.ticks = ticks;
        ticks.schedule(TICK, this::watch);
    }

    /** Gives the process these bytes; false when it takes no more, for which the reader learns the reason. */
    boolean write(ByteBuffer bytes) {
        writing = true;
        try {
            // Whoever says much would otherwise wait for the next tick to say more.
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

    /** There are no more bytes. */
    void endInput() {
        inputEnded = true;
        try {
            stdin.close();
        } catch (IOException e) {
            // It has ended before it had all; the reader learns why.
        }
    }

    /**
     * The next bytes of the WAV, or null after its end.
     *
     * @throws AudioException          when the process could not decode what it was given
     * @throws DecoderMissingException when the program did not start
     * @throws IOException             when somebody else ended the process
     */
    ByteBuffer read() throws IOException {
        stderr.drain();
        reading = true;
        moves++;
        int length;
        try {
            length = stdout.read(buffer);
        } catch (IOException e) {
            // Closed under the reader; what follows says by whom.
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
            throw new IOException("The audio was closed before its end");
        } else if (given == 0 && NOT_STARTED.contains(status)) {
            throw new DecoderMissingException("ffmpeg cannot be run: " + stderr);
        } else if (SIGNALLED.contains(status) || status == INTERRUPTED && stderr.isEmpty()) {
            throw new IOException("ffmpeg was ended from outside, with status " + status
                    + ": for want of memory, or because the system stops");
        } else if (status != 0 || given <= MAX_HEADER) {
            throw failure();
        }
    }

    /** What ffmpeg has found out about the recording; all of it once samples have come. To be asked by the reading thread. */
    MediaInfo media() {
        stderr.drainAll();
        return media;
    }

    /** Why there are no samples, or no more of them. To be asked by the reading thread. */
    FfmpegException failure() {
        stderr.drainAll();
        return FfmpegException.of(stderr.toString(), media);
    }

    /** What it said against the recording, apart from what is no complaint. To be asked by the reading thread. */
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

    /** Ends the process, whatever it is doing. May be called twice, and by any thread. */
    @Override
    public void close() {
        closed = true;
        if (process.isAlive()) {
            // A wrapper that somebody named by ffmpegPath would otherwise leave the real one behind.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
        }
        process.destroyForcibly();
    }
}
