package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces missing system libraries for sound cards and screens. The ffmpeg in {@code org.bytedeco:ffmpeg} is linked
 * with them and does not start without them; servers and containers often lack them; decoding never calls them.
 * Missing ones are replaced by {@linkplain EmptyLibrary empty libraries} of the same name, which only that ffmpeg
 * sees.
 */
final class DeviceLibraries {

    private static final Pattern MISSING = Pattern.compile(
            "error while loading shared libraries: (lib(?:asound|pulse|pulse-simple|xcb(?:-[a-z]+)?|X[A-Za-z0-9]+)"
                    + "\\.so\\.\\d+): cannot open shared object file");

    /** Known versions need at most four. */
    private static final int MAX_LIBRARIES = 8;

    private static final int MACHINE_AT = 18;

    private DeviceLibraries() {}

    /**
     * Returns a program that starts although these libraries are missing. Blocks while it starts processes.
     *
     * @param place gives the folder for the replacements; called when the first one is needed
     */
    static FfmpegProgram madeUpFor(FfmpegProgram program, Place place) throws IOException, InterruptedException {
        FfmpegProgram complete = program;
        Folder folder = null;
        for (int i = 0; i < MAX_LIBRARIES; i++) {
            Optional<String> missing = complete.failureToRun().flatMap(DeviceLibraries::missing);
            if (missing.isEmpty()) {
                return complete;
            }
            if (folder == null) {
                folder = place.folder();
            }
            makeUp(missing.get(), program.executable(), folder);
            complete = program.withLibraries(folder.path());
        }
        return complete;
    }

    /** A folder in the user's cache, or, where there is no home that can be written, a temporary one. */
    static Folder folder(String home, String platform) throws IOException {
        Path cache = Path.of(home, ".cache", "camel-elevenlabs-stt", "ffmpeg", platform);
        if (cache.isAbsolute()) {
            try {
                Files.createDirectories(cache);
            } catch (IOException e) {
                // Such as the home of a user that only a container knows.
            }
            if (Files.isWritable(cache)) {
                return new Folder(cache, false);
            }
        }
        Path temporary = Files.createTempDirectory("camel-elevenlabs-stt-ffmpeg-");
        temporary.toFile().deleteOnExit();
        return new Folder(temporary, true);
    }

    @FunctionalInterface
    interface Place {
        Folder folder() throws IOException;
    }

    /** @param temporary whether it ends with this JVM */
    record Folder(Path path, boolean temporary) {}

    private static Optional<String> missing(String failure) {
        Matcher matcher = MISSING.matcher(failure);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Another process may write the same file at the same time; the last one replaces it by the same bytes. */
    private static void makeUp(String name, Path executable, Folder folder) throws IOException {
        Path made = Files.createTempFile(folder.path(), name, "");
        try {
            Files.write(made, EmptyLibrary.of(name, machine(executable)));
            Path library = folder.path().resolve(name);
            Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
            if (folder.temporary()) {
                library.toFile().deleteOnExit();
            }
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static short machine(Path executable) throws IOException {
        try (InputStream file = Files.newInputStream(executable)) {
            byte[] header = file.readNBytes(MACHINE_AT + 2);
            return ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE_AT);
        }
    }
}
