package io.github.camelelevenlabs.stt.audio;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * What decoders are to make of a recording.
 *
 * @param format  that the samples are to have; empty for the one that is nearest to the recording's own
 * @param notices is reported what is remarkable; called on the decoding thread, and must not block
 */
record DecoderSettings(ChannelMode channels, Optional<PcmFormat> format, Consumer<AudioNotice> notices) {

    DecoderSettings(ChannelMode channels, Consumer<AudioNotice> notices) {
        this(channels, Optional.empty(), notices);
    }

    /** The same for a recording that continues another one. */
    DecoderSettings in(PcmFormat required) {
        return new DecoderSettings(channels, Optional.of(required), notices);
    }

    void report(AudioNotice.Kind kind, String text) {
        notices.accept(new AudioNotice(kind, text));
    }
}
