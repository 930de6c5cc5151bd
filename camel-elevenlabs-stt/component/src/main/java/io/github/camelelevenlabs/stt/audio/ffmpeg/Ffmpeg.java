package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.AudioException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The ffmpegs of a component: finds the program, starts processes, and knows those that run, so that none outlives it
 * or the JVM. A JVM that is killed takes them along too: without their pipes they end.
 */
public final class Ffmpeg implements AutoCloseable {

    private final Ticks ticks;
    private final FfmpegSearch search = new FfmpegSearch();
    private final Set<Transcoder> running = ConcurrentHashMap.newKeySet();
    private final Thread atExit = new Thread(this::endAll, "elevenlabs-stt-ffmpeg-end");
    private final AtomicBoolean used = new AtomicBoolean();
    private volatile boolean closed;

    /** @param ticks when to look after the processes */
    public Ffmpeg(Ticks ticks) {
        this.ticks = ticks;
    }

    /**
     * A decoder of one recording. Nothing is started yet.
     *
     * @param path what the option {@code ffmpegPath} says; null when it says nothing
     */
    public Transcoder transcoder(String path, Undecoded input) {
        return new Transcoder(this, path, input);
    }

    /** Finds the program; blocks. */
    FfmpegProgram program(String path) throws IOException {
        try {
            return search.find(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while looking for ffmpeg");
        }
    }

    FfmpegProcess start(FfmpegProgram program, List<String> arguments) throws IOException {
        try {
            return new FfmpegProcess(program.command(arguments).start(), ticks);
        } catch (IOException e) {
            throw new AudioException("ffmpeg cannot be run: " + e.getMessage(), e);
        }
    }

    /** From now on it is ended with the component and with the JVM. */
    void add(Transcoder transcoder) throws IOException {
        if (used.compareAndSet(false, true)) {
            Runtime.getRuntime().addShutdownHook(atExit);
        }
        running.add(transcoder);
        if (closed) {
            transcoder.close();
            throw new IOException("The component was stopped");
        }
    }

    void remove(Transcoder transcoder) {
        running.remove(transcoder);
    }

    /** How many decoders are at work. */
    public int running() {
        return running.size();
    }

    private void endAll() {
        running.forEach(Transcoder::close);
    }

    @Override
    public void close() {
        closed = true;
        endAll();
        if (used.get()) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // The JVM is on its way down and runs the hook itself.
            }
        }
    }
}
