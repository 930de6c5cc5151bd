package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program that the component would run, without the component. Here because only this package knows where it is. */
public final class FfmpegAlone {

    private static final int MINUTES = 30;

    private FfmpegAlone() {}

    /** Runs it to its end; blocks. */
    public static void run(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-nostdin", "-loglevel", "error", "-y"));
        all.addAll(List.of(arguments));
        Process process = new FfmpegSearch()
                .find(null)
                .command(all)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("ffmpeg failed: " + all);
        }
    }
}
