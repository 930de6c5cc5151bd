package io.github.camelelevenlabs.stt.transform;

import io.github.camelelevenlabs.stt.transcript.SrtRenderer;
import org.apache.camel.spi.DataTypeTransformer;

/** The data type {@code elevenlabs-stt:text-srt}: SubRip subtitles. */
@DataTypeTransformer(name = "elevenlabs-stt:text-srt", description = "A transcript as SubRip subtitles")
public final class TextSrtTransformer extends TranscriptTransformer {

    public TextSrtTransformer() {
        super("application/x-subrip", SrtRenderer::render);
    }
}
