package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines of the standard error of a process. Reading never blocks. Safe for several threads. */
final class StderrTail {

    /** The message of the dynamic linker about an {@link EmptyLibrary}, at each start. */
    private static final String NO_VERSION = ": no version information available (required by ";

    private static final int LINES = 5;
    private static final int MAX_KEPT = 800;
    private static final int MAX_AT_ONCE = 64 * 1024;

    /** Lines that are not complaints: their level stands in front, behind the name of the part of ffmpeg. */
    private static final Pattern INFORMATION = Pattern.compile("(\\[[^\\]]* @ [^\\]]*] )?\\[(info|warning)].*");

    private static final Pattern LEVEL = Pattern.compile("\\[(error|fatal|panic)] ");

    /** The limit for the part name and the level in front of a message. */
    private static final int MAX_BEFORE_TEXT = 200;

    private static final int MAX_IN_LINE = 4_000;

    /** The limit for the bytes that {@link #drainAll()} reads. */
    private static final int MAX_AT_END = 64 * MAX_AT_ONCE;

    private final InputStream stderr;
    private final Consumer<String> information;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    /** @param information receives the lines that are not complaints; called on the draining thread */
    StderrTail(InputStream stderr, Consumer<String> information) {
        this.stderr = stderr;
        this.information = information;
    }

    /** Reads everything that was written until now. */
    void drainAll() {
        drain(MAX_AT_END);
    }

    /** Reads available bytes, so that the process can write more. */
    void drain() {
        drain(MAX_AT_ONCE);
    }

    private synchronized void drain(int limit) {
        try {
            int left = limit;
            while (left > 0 && stderr.available() > 0) {
                byte[] bytes = stderr.readNBytes(Math.min(stderr.available(), left));
                left -= bytes.length;
                new String(bytes, StandardCharsets.UTF_8).chars().forEach(this::take);
            }
        } catch (IOException e) {
            // The process is gone, and with it what it had to say.
        }
    }

    private void take(int letter) {
        if (letter != '\n') {
            if (line.length() < MAX_IN_LINE) {
                line.append((char) letter);
            }
            return;
        }
        String whole = line.toString();
        line.setLength(0);
        if (INFORMATION
                .matcher(whole.substring(0, Math.min(whole.length(), MAX_BEFORE_TEXT)))
                .matches()) {
            information.accept(whole);
        } else {
            text.append(LEVEL.matcher(whole).replaceFirst("")).append('\n');
            text.delete(0, Math.max(0, text.length() - MAX_KEPT));
        }
    }

    /** Whether there are no complaints. */
    boolean isEmpty() {
        return lines().isEmpty();
    }

    private synchronized List<String> lines() {
        return (text.toString() + line)
                .lines()
                .map(line -> Printable.of(line.strip(), MAX_KEPT))
                .filter(line -> !line.isEmpty() && !line.contains(NO_VERSION))
                .toList();
    }

    /** The last complaints in one line, without characters that would forge a line of a log. */
    @Override
    public String toString() {
        List<String> lines = lines();
        return lines.isEmpty()
                ? "it said nothing"
                : lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining(" | "));
    }
}
