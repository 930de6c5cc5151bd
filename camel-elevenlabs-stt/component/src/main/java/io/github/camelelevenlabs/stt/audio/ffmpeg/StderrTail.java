package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines of a process's standard error, which is read without ever waiting for it. */
final class StderrTail {

    /** What the dynamic linker says of an {@link EmptyLibrary}, each time. */
    private static final String NO_VERSION = ": no version information available (required by ";

    private static final int LINES = 5;
    private static final int MAX_KEPT = 800;
    private static final int MAX_AT_ONCE = 64 * 1024;

    /** What is no complaint, where lines have their level in front, and behind the part of ffmpeg that speaks. */
    private static final Pattern INFORMATION = Pattern.compile("(\\[[^\\]]* @ [^\\]]*] )?\\[(info|warning)].*");

    private static final Pattern LEVEL = Pattern.compile("\\[(error|fatal|panic)] ");

    /** Of what says who speaks, and how urgently. */
    private static final int MAX_BEFORE_TEXT = 200;

    private static final int MAX_IN_LINE = 4_000;

    /** Of what is read in one go when all is wanted that was said until now. */
    private static final int MAX_ROUNDS = 64;

    private final InputStream stderr;
    private final Consumer<String> information;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder line = new StringBuilder();

    StderrTail(InputStream stderr) {
        this(stderr, line -> {});
    }

    /** @param information takes the lines that are no complaints */
    StderrTail(InputStream stderr, Consumer<String> information) {
        this.stderr = stderr;
        this.information = information;
    }

    /** Takes all that was said until now. */
    synchronized void drainAll() {
        try {
            for (int round = 0; round < MAX_ROUNDS && stderr.available() > 0; round++) {
                drain();
            }
        } catch (IOException e) {
            // The process is gone, and with it what it had to say.
        }
    }

    /** Takes what is there, so that the process can write more. */
    synchronized void drain() {
        try {
            int left = MAX_AT_ONCE;
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

    /** Whether it said nothing. */
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

    /** The lines in one, without what would forge another in a log. */
    @Override
    public String toString() {
        List<String> lines = lines();
        return lines.isEmpty()
                ? "it said nothing"
                : lines.stream().skip(Math.max(0, lines.size() - LINES)).collect(Collectors.joining(" | "));
    }
}
