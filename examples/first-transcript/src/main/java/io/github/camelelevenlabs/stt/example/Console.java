package io.github.camelelevenlabs.stt.example;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Shows partial text on one line of the console, and every final segment on a line of its own. */
final class Console {

    private final Terminal terminal;
    private final Path recordings;

    Console(Terminal terminal, Path recordings) {
        this.terminal = terminal;
        this.recordings = recordings;
    }

    void print(String line) {
        terminal.line(line);
    }

    void watching() {
        print("Watching " + shown(recordings) + " for WAV files.");
    }

    void close() {
        terminal.close();
    }

    void started(Exchange recording) {
        print("");
        print(fileName(recording));
    }

    void received(Exchange transcript) {
        Message message = transcript.getMessage();
        String text = message.getBody(String.class);
        if (message.getHeader(ElevenLabsSttConstants.MESSAGE_TYPE).equals("partial_transcript")) {
            terminal.growing(text);
        } else {
            print(times(message) + text);
        }
    }

    void written(Exchange recording) {
        print("Wrote " + shown(Path.of(recording.getMessage().getHeader(Exchange.FILE_NAME_PRODUCED, String.class))));
        whatNext(recording);
    }

    void failed(Exchange recording) {
        Exception failure = recording.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        print(fileName(recording) + " has no transcript: " + failure.getMessage());
        whatNext(recording);
    }

    private void whatNext(Exchange recording) {
        if (recording.getProperty(Exchange.BATCH_COMPLETE, false, Boolean.class)) {
            print("");
            print("Put a WAV file of your own into " + shown(recordings) + ", or end with Ctrl-C.");
        }
    }

    /** A short message for the console. */
    private static String shown(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path here = Path.of("").toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
    }

    private static String fileName(Exchange recording) {
        return recording.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    }

    private static String times(Message message) {
        Long start = message.getHeader(ElevenLabsSttConstants.START_TIME, Long.class);
        Long end = message.getHeader(ElevenLabsSttConstants.END_TIME, Long.class);
        return start == null || end == null ? "" : "[" + time(start) + " – " + time(end) + "] ";
    }

    private static String time(long millis) {
        long tenths = Math.round(millis / 100.0);
        return String.format(Locale.ROOT, "%02d:%02d.%d", tenths / 600, tenths / 10 % 60, tenths % 10);
    }
}
