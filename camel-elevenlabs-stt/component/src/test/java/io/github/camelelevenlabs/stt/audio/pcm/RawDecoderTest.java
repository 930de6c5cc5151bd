package io.github.camelelevenlabs.stt.audio.pcm;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RawDecoderTest {

    @ParameterizedTest
    @EnumSource
    void passes_all_samples_on_however_they_are_cut(Cuts cuts) throws AudioException {
        byte[] samples = Bytes.samples(1_000);
        assertThat(cuts.decode(new RawDecoder(PCM_16000), samples)).isEqualTo(samples);
        assertThat(cuts.decode(new RawDecoder(ULAW_8000), samples)).isEqualTo(samples);
    }

    @ParameterizedTest
    @EnumSource
    void drops_half_a_sample_at_the_end(Cuts cuts) throws AudioException {
        byte[] samples = Bytes.samples(1_001);
        assertThat(cuts.decode(new RawDecoder(PCM_16000), samples)).isEqualTo(Arrays.copyOf(samples, 1_000));
    }

    @Test
    void gives_only_whole_samples() {
        RawDecoder decoder = new RawDecoder(PCM_16000);
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(Bytes.of(1, 2, 3))))).containsExactly(1, 2);
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(Bytes.of(4, 5))))).containsExactly(3, 4);
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(Bytes.of(6))))).containsExactly(5, 6);
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(Bytes.of(7))))).isEmpty();
        assertThat(Bytes.of(decoder.end())).isEmpty();
    }

    @Test
    void does_not_copy_bytes_that_are_cut_between_samples() {
        byte[] samples = Bytes.samples(100);
        ByteBuffer decoded = new RawDecoder(PCM_16000).decode(ByteBuffer.wrap(samples, 10, 80));
        assertThat(decoded.array()).isSameAs(samples);
        assertThat(decoded.arrayOffset()).isEqualTo(10);
        assertThat(decoded.remaining()).isEqualTo(80);
    }
}
