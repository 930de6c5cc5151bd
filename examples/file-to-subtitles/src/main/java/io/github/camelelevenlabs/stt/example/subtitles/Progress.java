package io.github.camelelevenlabs.stt.example.subtitles;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Shows the progress of each recording on the console. Thread-safe. */
final class Progress {

    private final Consumer<String> console;
    private final int recordings;
    private final Runnable allDone;
    private final AtomicInteger done = new AtomicInteger();

    /**
     * @param recordings how many there are
     * @param allDone    run when that many are written or have failed
     */
    Progress(Consumer<String> console, int recordings, Runnable allDone) {
        this.console = console;
        this.recordings = recordings;
        this.allDone = allDone;
    }

    void started(Exchange recording) {
        console.accept(fileName(recording) + " is being transcribed.");
    }

    void received(Exchange transcript) {
        Message message = transcript.getMessage();
        Long end = message.getHeader(ElevenLabsSttConstants.END_TIME, Long.class);
        String time = end == null ? "" : String.format(Locale.ROOT, " %02d:%02d", end / 60_000, end / 1_000 % 60);
        console.accept(fileName(transcript) + time + "  " + message.getBody(String.class));
    }

    void written(Exchange recording) {
        Long millis = recording.getMessage().getHeader(ElevenLabsSttConstants.AUDIO_DURATION, Long.class);
        String name = fileName(recording);
        String stem = name.substring(0, name.lastIndexOf('.'));
        finish(name + " is done: " + millis / 1_000 + " s of audio are " + stem + ".srt and " + stem + ".vtt");
    }

    void failed(Exchange recording) {
        finish(fileName(recording) + " has no subtitles: "
                + recording
                        .getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage());
    }

    private void finish(String line) {
        int number = done.incrementAndGet();
        console.accept("[" + number + "/" + recordings + "] " + line);
        if (number == recordings) {
            allDone.run();
        }
    }

    private static String fileName(Exchange exchange) {
        return exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
    }
}
