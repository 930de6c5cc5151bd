package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {

    @Test
    void every_sample_of_16_bits_keeps_its_value() {
        ByteBuffer in = ByteBuffer.allocate(2 << 16);
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            in.putShort((short) sample);
        }
        SampleLayout bigEndian = new SampleLayout(SampleEncoding.SIGNED_16, ByteOrder.BIG_ENDIAN, 1, 16_000);
        ByteBuffer out =
                decoder(bigEndian, PcmFormat.PCM_16000).decode(in.flip()).order(ByteOrder.LITTLE_ENDIAN);
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            assertThat(out.getShort()).isEqualTo((short) sample);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0.4999, 0",
        "0.5001, 1",
        "1.4, 1",
        "-0.4999, 0",
        "-0.5001, -1",
        "-1.4, -1",
        "32767.4, 32767",
        "32768, 32767",
        "-32768, -32768"
    })
    void a_value_between_two_samples_becomes_the_nearer_one(float value, short nearest) {
        ByteBuffer in = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, value / 32_768.0);
        SampleLayout layout = new SampleLayout(SampleEncoding.FLOAT_64, ByteOrder.LITTLE_ENDIAN, 1, 16_000);
        ByteBuffer out = decoder(layout, PcmFormat.PCM_16000).decode(in);
        assertThat(out.order(ByteOrder.LITTLE_ENDIAN).getShort()).isEqualTo(nearest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xFF, 0x00, 0x80, 0xD5})
    void mu_law_stays_as_it_is_on_its_way_through_the_mix(int code) {
        byte sample = (byte) code;
        SampleLayout stereo = new SampleLayout(SampleEncoding.MU_LAW, ByteOrder.LITTLE_ENDIAN, 2, 8_000);
        FrameDecoder decoder = decoder(stereo, PcmFormat.ULAW_8000);
        decoder.decode(ByteBuffer.wrap(new byte[] {sample, sample}));
        assertThat(decoder.end().get()).isEqualTo(sample);
    }

    private static FrameDecoder decoder(SampleLayout layout, PcmFormat format) {
        return new FrameDecoder(layout, new DecoderSettings(ChannelMode.MIX, Optional.of(format), notice -> {}));
    }
}
