package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.transcript.JsonRenderer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Converter;

/** Converts transcripts for Camel: to a String as plain text, and to bytes or a stream as JSON in UTF-8. */
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

    @Converter
    public static byte[] toBytes(Transcript transcript) {
        return JsonRenderer.render(transcript).getBytes(StandardCharsets.UTF_8);
    }

    @Converter
    public static byte[] toBytes(Segment segment) {
        return JsonRenderer.render(segment).getBytes(StandardCharsets.UTF_8);
    }

    @Converter
    public static InputStream toInputStream(Transcript transcript) {
        return new ByteArrayInputStream(toBytes(transcript));
    }

    @Converter
    public static InputStream toInputStream(Segment segment) {
        return new ByteArrayInputStream(toBytes(segment));
    }
}
