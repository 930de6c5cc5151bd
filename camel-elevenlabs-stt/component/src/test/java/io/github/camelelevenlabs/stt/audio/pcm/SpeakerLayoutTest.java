package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.container.WavDecoder;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakerLayoutTest {

    private static final Offset<Float> CLOSE = Offset.offset(0.001f);

    @Test
    void the_centre_is_loudest_and_low_frequencies_are_left_out() {
        float[] gains =
                SpeakerLayout.in("ac3, 48000 Hz, 5.1(side), fltp, 448 kb/s").gains(6);
        assertThat(gains).containsExactly(new float[] {0.7071f, 0.7071f, 1, 0, 0.5f, 0.5f}, CLOSE);
        assertThat(SpeakerLayout.in("aac (LC), 48000 Hz, 5.1, fltp").gains(6)).isEqualTo(gains);
        assertThat(new SpeakerLayout(0x3F).gains(6)).isEqualTo(gains);
    }

    @ParameterizedTest
    @CsvSource({
        "'pcm_s16le, 48000 Hz, 6 channels, s16', 6",
        "'pcm_s16le, 48000 Hz, 5.1, s16', 2",
        "'pcm_s16le, 48000 Hz, stereo, s16', 2"
    })
    void channels_without_a_layout_have_equal_gains(String description, int channels) {
        assertThat(SpeakerLayout.in(description).gains(channels)).containsOnly(1);
    }

    /** With equal gains, speech in the centre would keep a sixth of its loudness. */
    @ParameterizedTest
    @ValueSource(strings = {"5.1", "5.1(side)"})
    void speech_in_the_centre_of_a_wav_is_nearly_a_third_as_loud(String layout) throws Exception {
        byte[] said = Tones.at(16_000).say("one").wav();
        byte[] surround = Encoder.encode(said, "wav", "-af pan=" + layout + "|FC=c0 -c:a pcm_s16le");
        byte[] mixed = Cuts.RANDOM.decode(new WavDecoder(Settings.MIX), surround);
        byte[] mono = Cuts.RANDOM.decode(new WavDecoder(Settings.MIX), said);
        assertThat(peak(mixed) / peak(mono)).isBetween(0.28, 0.30);
    }

    private static double peak(byte[] samples) {
        ByteBuffer bytes = ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN);
        double peak = 0;
        while (bytes.remaining() >= Short.BYTES) {
            peak = Math.max(peak, Math.abs(bytes.getShort()));
        }
        return peak;
    }
}
