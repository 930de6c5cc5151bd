package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Finds a working ffmpeg: the configured one, or else the one on the class path, or else the one of the system. A
 * program that was found is remembered until it fails to start. A missing program is remembered only for a short
 * time, because somebody may install one; the search takes seconds, too long to repeat for each message. Safe for any
 * thread: one thread searches while others with the same path wait.
 */
final class FfmpegSearch {

    static final Duration MISSING_REMEMBERED = Duration.ofSeconds(10);

    private final Map<String, Lookup> lookups = new ConcurrentHashMap<>();
    private final List<Place> places;
    private final LongSupplier nanoTime;

    FfmpegSearch() {
        this(
                List.of(
                        new Place("org.bytedeco:ffmpeg on the class path", FfmpegSearch::onClassPath),
                        new Place("ffmpeg on PATH", FfmpegSearch::onSearchPath)),
                System::nanoTime);
    }

    /** @param places the places to search, in order */
    FfmpegSearch(List<Place> places, LongSupplier nanoTime) {
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /**
     * Finds the program. The first call may block for seconds.
     *
     * @param named the value of {@code ffmpegPath}; null when it is not set
     * @throws DecoderMissingException if there is none; says which places were searched and what was found there
     */
    FfmpegProgram find(String named) throws DecoderMissingException, InterruptedException {
        Lookup lookup = lookups.computeIfAbsent(String.valueOf(named), key -> new Lookup(named));
        FfmpegProgram known = lookup.found;
        return known == null ? lookup.look() : known;
    }

    /** Forgets the program, because it does not start any more. The next call searches again. */
    void forget(String named) {
        lookups.remove(String.valueOf(named));
    }

    private final class Lookup {

        private final String named;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile FfmpegProgram found;

        // Guarded by the lock:
        private String missing;
        private long missingSince;

        Lookup(String named) {
            this.named = named;
        }

        FfmpegProgram look() throws DecoderMissingException, InterruptedException {
            lock.lockInterruptibly();
            try {
                if (found == null) {
                    refuseWhileMissing();
                    found = named == null ? search() : check(named);
                }
                return found;
            } finally {
                lock.unlock();
            }
        }

        private void refuseWhileMissing() throws DecoderMissingException {
            if (missing != null && nanoTime.getAsLong() - missingSince < MISSING_REMEMBERED.toNanos()) {
                throw new DecoderMissingException(missing);
            }
        }

        private FfmpegProgram check(String path) throws DecoderMissingException, InterruptedException {
            Optional<String> failure;
            FfmpegProgram program = null;
            try {
                program = new FfmpegProgram(Path.of(path), List.of());
                failure = program.failureToRun();
            } catch (InvalidPathException e) {
                failure = Optional.of(e.getMessage());
            }
            if (failure.isPresent()) {
                throw missing("ffmpegPath=" + path + " is no ffmpeg that runs: " + failure.get());
            }
            return program;
        }

        private FfmpegProgram search() throws DecoderMissingException, InterruptedException {
            List<String> failures = new ArrayList<>();
            for (Place place : places) {
                Optional<FfmpegProgram> program = Optional.empty();
                Optional<String> failure;
                try {
                    program = place.look().look();
                    failure = program.isPresent() ? program.get().failureToRun() : Optional.of("there is none");
                } catch (IOException | RuntimeException e) {
                    // For example, it cannot be unpacked to the folder.
                    failure = Optional.of(e.toString());
                }
                if (failure.isEmpty()) {
                    return program.orElseThrow();
                }
                failures.add(place.name() + " (" + Printable.of(failure.get()) + ")");
            }
            throw missing("no ffmpeg was found by the option ffmpegPath (it is not set), "
                    + String.join(", or ", failures) + "; set the option, add the dependency"
                    + " org.bytedeco:ffmpeg-platform, or install ffmpeg");
        }

        private DecoderMissingException missing(String message) {
            missing = message;
            missingSince = nanoTime.getAsLong();
            return new DecoderMissingException(message);
        }
    }

    /** A place to search. */
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
