package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.Arrays;
import java.util.Locale;

/** What a transcript becomes as the body of a message. */
enum OutputFormat {
    /** The text, as a {@link String}. */
    TEXT {
        @Override
        Object body(Segment segment) {
            return segment.text();
        }

        @Override
        Object body(Transcript transcript) {
            return transcript.text();
        }
    },
    /** The records themselves. */
    TRANSCRIPT {
        @Override
        Object body(Segment segment) {
            return segment;
        }

        @Override
        Object body(Transcript transcript) {
            return transcript;
        }
    };

    abstract Object body(Segment segment);

    abstract Object body(Transcript transcript);

    /** As users write it. */
    static String[] names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /**
     * The format of this name.
     *
     * @param origin the option or header that named it, for the message
     * @throws IllegalArgumentException when there is none
     */
    static OutputFormat named(String origin, String name) {
        OptionChecks.oneOf(origin, name, names());
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
