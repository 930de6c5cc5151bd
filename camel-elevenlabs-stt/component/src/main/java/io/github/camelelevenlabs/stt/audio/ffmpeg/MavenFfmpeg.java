package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The ffmpeg in {@code org.bytedeco:ffmpeg}. The dependency is optional: use this class only when it is on the class
 * path.
 *
 * <p>The files are unpacked to the cache of JavaCPP. {@code Loader.load} would also load the libraries of ffmpeg into
 * this JVM, which a separate process avoids.
 */
final class MavenFfmpeg {

    private MavenFfmpeg() {}

    /** Unpacks the program if needed; empty when the jar for this platform is missing. Blocks. */
    static Optional<FfmpegProgram> unpack() throws IOException, InterruptedException {
        File[] folders = Loader.cacheResources(
                org.bytedeco.ffmpeg.ffmpeg.class, "/org/bytedeco/ffmpeg/" + Loader.getPlatform() + "/");
        for (File folder : folders == null ? new File[0] : folders) {
            for (String name : new String[] {"ffmpeg", "ffmpeg.exe"}) {
                Path executable = folder.toPath().resolve(name);
                if (Files.isRegularFile(executable)) {
                    executable.toFile().setExecutable(true);
                    // The program finds its libraries, but in some versions these do not find each other.
                    FfmpegProgram program = new FfmpegProgram(executable, List.of(folder.toPath()));
                    return Optional.of(DeviceLibraries.madeUpFor(
                            program,
                            () -> DeviceLibraries.folder(System.getProperty("user.home"), Loader.getPlatform())));
                }
            }
        }
        return Optional.empty();
    }
}
