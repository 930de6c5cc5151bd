package io.github.camelelevenlabs.stt.audio;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be transcribed today, in words: the second half of every refusal. */
final class Accepted {

    private static final String RATES = Arrays.stream(PcmFormat.values())
            .filter(format -> format.bytesPerSample() == 2)
            .map(format -> String.valueOf(format.sampleRate()))
            .collect(Collectors.joining(", "));

    private static final String RAW_FORMATS =
            Arrays.stream(PcmFormat.values()).map(PcmFormat::wireName).collect(Collectors.joining(", "));

    private static final String ALL = "accepted are WAV with 1 channel of 16-bit PCM at " + RATES
            + " Hz or of 8-bit mu-law at 8000 Hz, and raw audio, named by audioFormat (" + RAW_FORMATS + ")";

    private Accepted() {}

    /** The refusal of what was found, a sentence without its end such as {@code "talk.mp3 is MP3"}. */
    static AudioException refuse(String found) {
        return new AudioException(found + "; " + ALL);
    }
}
