package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.AudioException;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds an ffmpeg that runs: the one that was named, or else the class path's, or else the system's. */
final class FfmpegSearch {

    private final Map<String, FfmpegProgram> found = new ConcurrentHashMap<>();
    private final List<Place> places;

    FfmpegSearch() {
        this(List.of(
                new Place("org.bytedeco:ffmpeg on the class path", FfmpegSearch::onClassPath),
                new Place("ffmpeg on PATH", FfmpegSearch::onSearchPath)));
    }

    /** @param places to look at, one after the other */
    FfmpegSearch(List<Place> places) {
        this.places = places;
    }

    /**
     * May take a second when it is asked for the first time.
     *
     * @param named what {@code ffmpegPath} says; null when it says nothing
     * @throws AudioException says where it looked, and what it found there
     */
    FfmpegProgram find(String named) throws IOException, InterruptedException {
        String key = String.valueOf(named);
        FfmpegProgram known = found.get(key);
        if (known != null) {
            return known;
        }
        FfmpegProgram program = named == null ? search() : check(named);
        found.put(key, program);
        return program;
    }

    private static FfmpegProgram check(String named) throws IOException, InterruptedException {
        FfmpegProgram program = new FfmpegProgram(Path.of(named), List.of());
        Optional<String> failure = program.failureToRun();
        if (failure.isPresent()) {
            throw new AudioException("ffmpegPath=" + named + " is no ffmpeg that runs: " + failure.get());
        }
        return program;
    }

    private FfmpegProgram search() throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Place place : places) {
            Optional<FfmpegProgram> program = place.look().look();
            Optional<String> failure =
                    program.isPresent() ? program.get().failureToRun() : Optional.of("there is none");
            if (failure.isEmpty()) {
                return program.get();
            }
            failures.add(place.name() + " (" + Printable.of(failure.get()) + ")");
        }
        throw new AudioException("no ffmpeg was found by the option ffmpegPath (it is not set), "
                + String.join(", or ", failures) + "; set the option, add the dependency org.bytedeco:ffmpeg-platform,"
                + " or install ffmpeg");
    }

    /** Where there may be one. */
    record Place(String name, Look look) {}

    @FunctionalInterface
    interface Look {
        Optional<FfmpegProgram> look() throws IOException, InterruptedException;
    }

    private static Optional<FfmpegProgram> onClassPath() throws IOException, InterruptedException {
        try {
            return MavenFfmpeg.unpack();
        } catch (LinkageError absent) {
            return Optional.empty();
        }
    }

    private static Optional<FfmpegProgram> onSearchPath() {
        return SearchPath.find("ffmpeg").map(file -> new FfmpegProgram(file, List.of()));
    }
}
