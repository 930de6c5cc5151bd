package io.github.camelelevenlabs.stt.example;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * Lines of text, and below them one that changes until the next line takes its place. Where the output is no terminal, in
 * a file or a pipe, nothing can change: there each state of that line is a line. Safe for use by many threads.
 */
final class Terminal {

    private static final int USUAL_WIDTH = 80;

    private final PrintStream out;
    private final int width;
    private int growingLength;
    private boolean closed;

    /** @param width columns, or 0 when it is no terminal */
    Terminal(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    static Terminal ofThisProcess() {
        // Terminals show UTF-8 even without a locale, as in containers; only Windows has code pages.
        PrintStream out = System.getProperty("os.name").startsWith("Windows")
                ? System.out
                : new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        return new Terminal(out, widthOfThisProcess());
    }

    synchronized void line(String text) {
        if (growingLength > 0) {
            out.print("\r" + " ".repeat(growingLength) + "\r");
            growingLength = 0;
        }
        out.println(text);
        out.flush();
    }

    synchronized void growing(String text) {
        if (closed) {
            return;
        }
        if (width == 0) {
            line("  … " + text);
            return;
        }
        String shown = clipped(text);
        out.print("\r" + shown + " ".repeat(Math.max(0, growingLength - shown.length())));
        out.flush();
        growingLength = shown.length();
    }

    /** Ends the line that grows, so that what others write next begins on a line of its own. */
    synchronized void close() {
        closed = true;
        if (growingLength > 0) {
            out.println();
            out.flush();
            growingLength = 0;
        }
    }

    /** Shows the end of the text, where it grows; the last column stays free, so that no terminal wraps the line. */
    private String clipped(String text) {
        int room = width - 1;
        return text.length() <= room ? text : "…" + text.substring(text.length() - room + 1);
    }

    private static int widthOfThisProcess() {
        try {
            Process asking = new ProcessBuilder("sh", "-c", "test -t 1 && stty size </dev/tty >&2")
                    .redirectOutput(Redirect.INHERIT)
                    .start();
            String[] rowsAndColumns = new String(asking.getErrorStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ");
            return asking.waitFor() == 0 && rowsAndColumns.length == 2 ? Integer.parseInt(rowsAndColumns[1]) : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (IOException | NumberFormatException e) {
            // There is no such shell, for example on Windows.
            return System.console() == null ? 0 : USUAL_WIDTH;
        }
    }
}
