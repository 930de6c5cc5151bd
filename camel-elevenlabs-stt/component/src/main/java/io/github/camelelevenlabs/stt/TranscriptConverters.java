package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import org.apache.camel.Converter;

/** What Camel makes of a transcript where a route asks for something else. */
@Converter(generateLoader = true)
public final class TranscriptConverters {

    private TranscriptConverters() {}

    @Converter
    public static String toString(Transcript transcript) {
        return transcript.text();
    }

    @Converter
    public static String toString(Segment segment) {
        return segment.text();
    }
}
