package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Scripts that misbehave in place of ffmpeg. */
public final class Scripts {

    private Scripts() {}

    /** A script with this content. */
    static Path write(Path folder, String body) throws IOException {
        Path script = Files.createTempFile(folder, "ffmpeg", ".sh");
        Files.writeString(script, "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    /** A script that prints a valid version and has this content for decoding. */
    public static Path decoder(Path folder, String body) throws IOException {
        return write(folder, "[ \"$1\" = -version ] && echo ffmpeg version of a test && exit 0\n" + body);
    }
}
