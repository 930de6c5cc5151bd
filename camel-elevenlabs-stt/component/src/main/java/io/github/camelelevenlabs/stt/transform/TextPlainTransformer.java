package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.transcript.Transcript;
import org.apache.camel.spi.DataTypeTransformer;

/** The data type {@code elevenlabs-stt:text-plain}: the text. */
@DataTypeTransformer(name = "elevenlabs-stt:text-plain", description = "A transcript as text")
public final class TextPlainTransformer extends TranscriptTransformer {

    public TextPlainTransformer() {
        super("text/plain", Transcript::text);
    }
}
