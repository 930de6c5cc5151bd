package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.List;
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

    TranscriptTransformer(String contentType) {
        this.contentType = contentType;
    }

    @Override
    public void transform(Message message, DataType from, DataType to) {
        message.setBody(document(message.getBody(), to));
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
    }

    private String document(Object body, DataType to) {
        if (body instanceof Transcript transcript) {
            return render(transcript);
        } else if (body instanceof Segment segment) {
            return render(segment);
        }
        throw new IllegalArgumentException(to.getFullName() + " is made of a Transcript or a Segment, and the body is "
                + (body == null ? "empty" : "a " + Printable.of(body.getClass().getName()))
                + "; set outputFormat=transcript on the elevenlabs-stt endpoint before it");
    }

    abstract String render(Transcript transcript);

    String render(Segment segment) {
        return render(new Transcript(List.of(segment)));
    }
}
