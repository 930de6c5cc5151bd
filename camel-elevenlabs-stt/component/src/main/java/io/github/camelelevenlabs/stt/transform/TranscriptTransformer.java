package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.Transformer;

/**
 * Converts a body that is a {@link Transcript} or a {@link Segment} to a document, and sets its content type. The document of a
 * segment is complete: a subtitle file of one segment has its own header.
 */
abstract class TranscriptTransformer extends Transformer {

    private final String contentType;
    private final Function<Transcript, String> ofTranscript;
    private final Function<Segment, String> ofSegment;

    TranscriptTransformer(String contentType, Function<Transcript, String> render) {
        this(contentType, render, segment -> render.apply(new Transcript(List.of(segment))));
    }

    TranscriptTransformer(
            String contentType, Function<Transcript, String> ofTranscript, Function<Segment, String> ofSegment) {
        this.contentType = contentType;
        this.ofTranscript = ofTranscript;
        this.ofSegment = ofSegment;
    }

    @Override
    public void transform(Message message, DataType from, DataType to) {
        message.setBody(document(message.getBody(), to));
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
    }

    private String document(Object body, DataType to) {
        if (body instanceof Transcript transcript) {
            return ofTranscript.apply(transcript);
        } else if (body instanceof Segment segment) {
            return ofSegment.apply(segment);
        }
        throw new IllegalArgumentException(to.getFullName() + " is made of a Transcript or a Segment, and the body is "
                + (body == null ? "empty" : "a " + Printable.of(body.getClass().getName()))
                + "; set outputFormat=transcript on the elevenlabs-stt endpoint before it");
    }
}
