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
import java.util.function.Supplier;

/** The body that a transcript becomes. */
public enum OutputFormat {
    /** The text, as a {@link String}. */
    TEXT(Transcript::text, () -> Segment::text),
    /** One JSON object. */
    JSON(JsonRenderer::render, () -> JsonRenderer::render),
    /** SubRip subtitles. */
    SRT(SrtRenderer::render, () -> {
        SrtRenderer file = new SrtRenderer();
        return segment -> file.append(List.of(segment));
    }),
    /** WebVTT subtitles. */
    VTT(VttRenderer::render, () -> {
        VttRenderer file = new VttRenderer();
        return segment -> file.append(List.of(segment));
    }),
    /** The Java records. */
    TRANSCRIPT(transcript -> transcript, () -> segment -> segment);

    private final Function<Transcript, Object> whole;
    private final Supplier<Function<Segment, Object>> segments;

    OutputFormat(Function<Transcript, Object> whole, Supplier<Function<Segment, Object>> segments) {
        this.whole = whole;
        this.segments = segments;
    }

    Object body(Transcript transcript) {
        return whole.apply(transcript);
    }

    /** Makes the bodies of the segments of one session, for one consumer. It must get them in order. */
    Function<Segment, Object> segments() {
        return segments.get();
    }

    /**
     * The body of a partial transcript.
     *
     * @param channel null unless channels are transcribed separately
     */
    Object partial(Integer channel, String text) {
        return this == JSON ? JsonRenderer.renderPartial(text, channel) : text;
    }

    /** Whether the body cannot be made without the times of words. */
    public boolean needsWordTimes() {
        return this == SRT || this == VTT;
    }

    /** The names as users write them. */
    public static String[] names() {
        return Arrays.stream(values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /**
     * The format of this name.
     *
     * @param origin the option or header that holds the name, for the message
     * @throws IllegalArgumentException when there is no such format
     */
    public static OutputFormat named(String origin, String name) {
        OptionChecks.oneOf(origin, name, names());
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
