package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import java.util.Optional;

/** Knows the file formats that are decoded without ffmpeg. */
public final class OwnDecoder {

    private OwnDecoder() {}

    /** A new decoder, or empty when ffmpeg is to decode this. */
    public static Optional<Decoder> of(Container container, DecoderSettings settings) {
        return switch (container) {
            case WAV -> Optional.of(new WavDecoder(settings));
            case AIFF -> Optional.of(new AiffDecoder(settings));
            case AU -> Optional.of(new AuDecoder(settings));
            default -> Optional.empty();
        };
    }
}
