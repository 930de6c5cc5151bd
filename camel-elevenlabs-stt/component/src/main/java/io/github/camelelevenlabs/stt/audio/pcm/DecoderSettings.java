package io.github.camelelevenlabs.stt.audio.pcm;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * The output that decoders should produce.
 *
 * @param format the required format of the samples; empty for the one nearest to the recording
 * @param notices receives warnings; called on the decoding thread, and must not block
 */
public record DecoderSettings(ChannelMode channels, Optional<PcmFormat> format, Consumer<AudioNotice> notices) {

    public DecoderSettings(ChannelMode channels, Consumer<AudioNotice> notices) {
        this(channels, Optional.empty(), notices);
    }

    /** A copy for a recording that continues another one in this format. */
    public DecoderSettings in(PcmFormat required) {
        return new DecoderSettings(channels, Optional.of(required), notices);
    }

    public void report(AudioNotice.Kind kind, String text) {
        notices.accept(new AudioNotice(kind, text));
    }
}
