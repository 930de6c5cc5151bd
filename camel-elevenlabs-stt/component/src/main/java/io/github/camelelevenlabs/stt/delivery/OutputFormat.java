package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.transcript.JsonRenderer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.SrtRenderer;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import io.github.camelelevenlabs.stt.transcript.VttRenderer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What a transcript becomes as the body of a message. */
public enum OutputFormat {
    /** The text, as a {@link String}. */
    TEXT {
        @Override
        Object body(Transcript transcript) {
            return transcript.text();
        }

        @Override
        Function<Segment, Object> segments() {
            return Segment::text;
        }
    },
    /** One JSON object. */
    JSON {
        @Override
        Object body(Transcript transcript) {
            return JsonRenderer.render(transcript);
        }

        @Override
        Function<Segment, Object> segments() {
            return JsonRenderer::render;
        }

        @Override
        Object partial(Integer channel, String text) {
            return JsonRenderer.renderPartial(text, channel);
        }
    },
    /** Subtitles as SubRip has them. */
    SRT {
        @Override
        Object body(Transcript transcript) {
            return SrtRenderer.render(transcript);
        }

        @Override
        Function<Segment, Object> segments() {
            SrtRenderer file = new SrtRenderer();
            return segment -> file.append(List.of(segment));
        }

        @Override
        public boolean needsWordTimes() {
            return true;
        }
    },
    /** Subtitles as WebVTT has them. */
    VTT {
        @Override
        Object body(Transcript transcript) {
            return VttRenderer.render(transcript);
        }

        @Override
        Function<Segment, Object> segments() {
            VttRenderer file = new VttRenderer();
            return segment -> file.append(List.of(segment));
        }

        @Override
        public boolean needsWordTimes() {
            return true;
        }
    },
    /** The records themselves. */
    TRANSCRIPT {
        @Override
        Object body(Transcript transcript) {
            return transcript;
        }

        @Override
        Function<Segment, Object> segments() {
            return segment -> segment;
        }
    };

    abstract Object body(Transcript transcript);

    /** Makes a body of each segment of one session, for one consumer; to be asked in their order. */
    abstract Function<Segment, Object> segments();

    /**
     * The body for text that may still change.
     *
     * @param channel null unless channels are transcribed each by itself
     */
    Object partial(Integer channel, String text) {
        return text;
    }

    /** Whether it is nothing without the words' times. */
    public boolean needsWordTimes() {
        return false;
    }

    /** As users write it. */
    public static String[] names() {
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
    public static OutputFormat named(String origin, String name) {
        OptionChecks.oneOf(origin, name, names());
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
