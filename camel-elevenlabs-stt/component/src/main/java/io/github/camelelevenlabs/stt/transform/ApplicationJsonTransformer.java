package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.transcript.JsonRenderer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import org.apache.camel.spi.DataTypeTransformer;

/** The data type {@code elevenlabs-stt:application-json}: the JSON of {@code outputFormat=json}. */
@DataTypeTransformer(name = "elevenlabs-stt:application-json", description = "A transcript as JSON")
public final class ApplicationJsonTransformer extends TranscriptTransformer {

    public ApplicationJsonTransformer() {
        super("application/json");
    }

    @Override
    String render(Transcript transcript) {
        return JsonRenderer.render(transcript);
    }

    @Override
    String render(Segment segment) {
        return JsonRenderer.render(segment);
    }
}
