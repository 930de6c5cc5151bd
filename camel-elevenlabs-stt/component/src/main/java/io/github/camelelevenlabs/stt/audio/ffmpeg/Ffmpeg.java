package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The ffmpeg processes of a component: finds the program, starts processes and tracks the running ones, so that none
 * outlives the component. Safe for any thread.
 *
 * <p>There is no shutdown hook. A JVM that is stopped stops its CamelContext, and with it the component, after its
 * sessions have finished; a hook would run at the same time and interrupt them. In a JVM that ends without stopping
 * anything, the processes end as well, because their pipes are closed.
 */
public final class Ffmpeg implements AutoCloseable {

    private final Supplier<Ticks> timers;
    private final FfmpegSearch search = new FfmpegSearch();
    private final Set<Transcoder> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param ticks the timer that checks the processes */
    public Ffmpeg(Ticks ticks) {
        this(() -> ticks);
    }

    /** @param timers the timer for each process: looking at the pipes of thousands would take half of one thread's time */
    public Ffmpeg(Supplier<Ticks> timers) {
        this.timers = timers;
    }

    /**
     * A decoder for one recording. Starts no process yet and does not block.
     *
     * @param path the value of the option {@code ffmpegPath}; null when it is not set
     */
    public Transcoder transcoder(String path, DecodeCommand input) {
        return new Transcoder(this, path, input);
    }

    /** Finds the program. Blocks, perhaps for seconds. */
    FfmpegProgram program(String path) throws IOException {
        try {
            return search.find(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while looking for ffmpeg");
        }
    }

    /** Forgets the program found for this path, because it did not start. The next call searches again. */
    void forget(String path) {
        search.forget(path);
    }

    /**
     * Starts a process; blocks.
     *
     * @param input the file for its standard input; empty when bytes are written to it
     */
    FfmpegProcess start(FfmpegProgram program, List<String> arguments, Optional<Path> input) throws IOException {
        ProcessBuilder command = program.command(arguments);
        input.ifPresent(file -> command.redirectInput(file.toFile()));
        try {
            return new FfmpegProcess(command.start(), timers.get());
        } catch (IOException e) {
            throw new DecoderMissingException("ffmpeg cannot be run: " + e.getMessage(), e);
        }
    }

    /** Registers a decoder, which is then closed with the component. */
    void add(Transcoder transcoder) throws IOException {
        running.add(transcoder);
        if (closed) {
            transcoder.close();
            throw new IOException("The component was stopped");
        }
    }

    void remove(Transcoder transcoder) {
        running.remove(transcoder);
    }

    /** The number of active decoders, for metrics. Does not block. */
    public int running() {
        return running.size();
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(Transcoder::close);
    }
}
