package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.transcript.VttRenderer;
import org.apache.camel.spi.DataTypeTransformer;

/** The data type {@code elevenlabs-stt:text-vtt}: WebVTT subtitles. */
@DataTypeTransformer(name = "elevenlabs-stt:text-vtt", description = "A transcript as WebVTT subtitles")
public final class TextVttTransformer extends TranscriptTransformer {

    public TextVttTransformer() {
        super("text/vtt", VttRenderer::render);
    }
}
