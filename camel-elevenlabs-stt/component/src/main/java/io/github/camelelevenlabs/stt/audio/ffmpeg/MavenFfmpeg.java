package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The ffmpeg in {@code org.bytedeco:ffmpeg}. Touched only where that is known to be on the class path: it is optional.
 *
 * <p>Its files are unpacked into JavaCPP's cache. {@code Loader.load} would do that too, but it also loads ffmpeg's
 * libraries into this process, and keeping ffmpeg out of it is the point of a program.
 */
final class MavenFfmpeg {

    private MavenFfmpeg() {}

    /** Unpacks it if need be; empty when the jar of this platform is missing. */
    static Optional<FfmpegProgram> unpack() throws IOException, InterruptedException {
        File[] folders = Loader.cacheResources(
                org.bytedeco.ffmpeg.ffmpeg.class, "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/");
        for (File folder : folders == null ? new File[0] : folders) {
            for (String name : new String[] {"ffmpeg", "ffmpeg.exe"}) {
                Path executable = folder.toPath().resolve(name);
                if (Files.isRegularFile(executable)) {
                    executable.toFile().setExecutable(true);
                    // The program finds its libraries by itself, but in some versions these do not find each other.
                    FfmpegProgram program = new FfmpegProgram(executable, List.of(folder.toPath()));
                    return Optional.of(
                            DeviceLibraries.madeUpFor(program, folder.toPath().resolve("made-up")));
                }
            }
        }
        return Optional.empty();
    }
}
