package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ffmpegs of a component: finds the program, starts processes, and knows those that run, so that none outlives the
 * component. A JVM that is told to end stops its CamelContext, and with it the component, when the sessions have finished;
 * so there is no shutdown hook here, which would run beside that and cut them. A JVM that ends without stopping anything
 * takes its ffmpegs along all the same: without their pipes they end.
 */
public final class Ffmpeg implements AutoCloseable {

    private final Ticks ticks;
    private final FfmpegSearch search = new FfmpegSearch();
    private final Set<Transcoder> running = ConcurrentHashMap.newKeySet();
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
    public Transcoder transcoder(String path, DecodeCommand input) {
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

    /** The program that was found for this path did not start: it is looked for again. */
    void forget(String path) {
        search.forget(path);
    }

    /** @param input what it reads from its standard input; empty for what is written to it */
    FfmpegProcess start(FfmpegProgram program, List<String> arguments, Optional<Path> input) throws IOException {
        ProcessBuilder command = program.command(arguments);
        input.ifPresent(file -> command.redirectInput(file.toFile()));
        try {
            return new FfmpegProcess(command.start(), ticks);
        } catch (IOException e) {
            throw new DecoderMissingException("ffmpeg cannot be run: " + e.getMessage(), e);
        }
    }

    /** From now on it is ended with the component. */
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

    /** How many decoders are at work. */
    public int running() {
        return running.size();
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(Transcoder::close);
    }
}
