package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.transcript.JsonRenderer;
import org.apache.camel.spi.DataTypeTransformer;

/** The data type {@code elevenlabs-stt:application-json}: the JSON of {@code outputFormat=json}. */
@DataTypeTransformer(name = "elevenlabs-stt:application-json", description = "A transcript as JSON")
public final class ApplicationJsonTransformer extends TranscriptTransformer {

    public ApplicationJsonTransformer() {
        super("application/json", JsonRenderer::render, JsonRenderer::render);
    }
}
