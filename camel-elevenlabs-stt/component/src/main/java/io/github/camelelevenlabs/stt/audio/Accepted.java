package io.github.camelelevenlabs.stt.audio;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be transcribed, in words: the second half of every refusal. */
final class Accepted {

    private static final String OURS = containers(true);

    private static final String THEIRS = containers(false);

    private static final String RAW_FORMATS =
            Arrays.stream(PcmFormat.values()).map(PcmFormat::wireName).collect(Collectors.joining(", "));

    private static final String ALL =
            "accepted are " + OURS + " with PCM, floating point, mu-law or A-law, with ffmpeg " + THEIRS
                    + ", and raw audio, named by audioFormat (" + RAW_FORMATS + ")";

    private Accepted() {}

    private static String containers(boolean ours) {
        return Arrays.stream(Container.values())
                .filter(container -> container.decoder(ChannelMode.MIX).isPresent() == ours)
                .map(Container::toString)
                .collect(Collectors.joining(", "));
    }

    /** The refusal of what was found, a sentence without its end such as {@code "talk.txt is text/plain"}. */
    static AudioException refuse(String found) {
        return new AudioException(found + "; " + ALL);
    }
}
