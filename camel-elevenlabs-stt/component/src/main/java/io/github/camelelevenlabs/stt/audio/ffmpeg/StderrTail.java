package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines of a process's standard error, which is read without ever waiting for it. */
final class StderrTail {

    /** What the dynamic linker says of an {@link EmptyLibrary}, each time. */
    private static final String NO_VERSION = ": no version information available (required by ";

    private static final int LINES = 5;
    private static final int MOST_KEPT = 800;
    private static final int MOST_AT_ONCE = 64 * 1024;

    private final InputStream stderr;
    private final StringBuilder text = new StringBuilder();

    StderrTail(InputStream stderr) {
        this.stderr = stderr;
    }

    /** Takes what is there, so that the process can write more. */
    synchronized void drain() {
        try {
            int left = MOST_AT_ONCE;
            while (left > 0 && stderr.available() > 0) {
                byte[] bytes = stderr.readNBytes(Math.min(stderr.available(), left));
                left -= bytes.length;
                text.append(new String(bytes, StandardCharsets.UTF_8));
                text.delete(0, Math.max(0, text.length() - MOST_KEPT));
            }
        } catch (IOException e) {
            // The process is gone, and with it what it had to say.
        }
    }

    /** Whether it said nothing. */
    boolean isEmpty() {
        return lines().isEmpty();
    }

    private synchronized List<String> lines() {
        return text.toString()
                .lines()
                .map(line -> Printable.of(line.strip(), MOST_KEPT))
                .filter(line -> !line.isEmpty() && !line.contains(NO_VERSION))
                .toList();
    }

    /** The lines in one, without what would forge another in a log. */
    @Override
    public String toString() {
        List<String> lines = lines();
        return lines.isEmpty()
                ? "it said nothing"
                : lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining(" | "));
    }
}
