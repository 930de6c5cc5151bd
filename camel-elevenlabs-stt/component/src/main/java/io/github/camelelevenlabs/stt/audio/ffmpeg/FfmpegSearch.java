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
 * Finds an ffmpeg that runs: the one that was named, or else the class path's, or else the system's. One that was found is
 * kept until it fails to start. That there is none is remembered for a moment only, since somebody may install one; but to
 * look may take seconds, too many to be spent for each message. Safe for use by many threads, of which one looks while
 * those that want the same wait for what it finds.
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

    /** @param places to look at, one after the other */
    FfmpegSearch(List<Place> places, LongSupplier nanoTime) {
        this.places = places;
        this.nanoTime = nanoTime;
    }

    /**
     * May take seconds when it is asked for the first time.
     *
     * @param named what {@code ffmpegPath} says; null when it says nothing
     * @throws DecoderMissingException says where it looked, and what it found there
     */
    FfmpegProgram find(String named) throws DecoderMissingException, InterruptedException {
        Lookup lookup = lookups.computeIfAbsent(String.valueOf(named), key -> new Lookup(named));
        FfmpegProgram known = lookup.found;
        return known == null ? lookup.look() : known;
    }

    /** The one that was found does not start any more: the next who asks looks again. */
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
                    // For instance a folder that it cannot be unpacked to.
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
