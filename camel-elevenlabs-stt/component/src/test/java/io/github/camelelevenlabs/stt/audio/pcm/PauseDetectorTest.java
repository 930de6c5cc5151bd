package io.github.camelelevenlabs.stt.audio.pcm;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PauseDetectorTest {

    private static final int SPEECH = -20;

    @ParameterizedTest
    @EnumSource
    void counts_the_quiet_after_speech_in_every_format(PcmFormat format) {
        PauseDetector pauses = new PauseDetector(format);
        pauses.add(sound(format, SPEECH, ofSeconds(1)));
        assertThat(pauses.quietSamples()).isZero();
        assertThat(pauses.containsSpeech()).isTrue();
        pauses.add(ByteBuffer.wrap(format.silence((int) format.samples(ofMillis(300)))));
        assertThat(format.duration(pauses.quietSamples())).isEqualTo(ofMillis(300));
        pauses.add(sound(format, SPEECH, ofMillis(20)));
        assertThat(pauses.quietSamples()).isZero();
    }

    @Test
    void knows_the_longest_gap_that_ended_and_where() {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        pauses.add(sound(PCM_16000, SPEECH, ofSeconds(1)));
        pauses.add(ByteBuffer.wrap(PCM_16000.silence(960)));
        pauses.startSegment();
        assertThat(pauses.gapSamples()).isZero();
        pauses.add(ByteBuffer.wrap(PCM_16000.silence(640)));
        pauses.add(sound(PCM_16000, SPEECH, ofMillis(100)));
        assertThat(PCM_16000.duration(pauses.gapSamples()))
                .as("begun before the segment")
                .isEqualTo(ofMillis(100));
        assertThat(pauses.gapEnd()).isEqualTo(640);
        pauses.add(ByteBuffer.wrap(PCM_16000.silence(640)));
        pauses.add(sound(PCM_16000, SPEECH, ofMillis(100)));
        assertThat(PCM_16000.duration(pauses.gapSamples())).isEqualTo(ofMillis(100));
        pauses.startSegment();
        assertThat(pauses.gapSamples()).isZero();
    }

    @Test
    void silence_from_the_start_is_quiet_without_speech() {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(ZERO);
        pauses.add(ByteBuffer.wrap(PCM_16000.silence(16_000)));
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(ofSeconds(1));
        assertThat(pauses.containsSpeech()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"-57, true", "-53, false"})
    void without_anything_louder_only_what_is_below_55_dB_is_quiet(int level, boolean quiet) {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        pauses.add(sound(PCM_16000, level, ofSeconds(1)));
        assertThat(pauses.quietSamples() == 0).isEqualTo(!quiet);
    }

    @ParameterizedTest
    @CsvSource({"-42, true", "-38, false"})
    void after_speech_what_is_20_dB_below_it_is_quiet(int level, boolean quiet) {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        pauses.add(sound(PCM_16000, SPEECH, ofSeconds(1)));
        pauses.add(sound(PCM_16000, level, ofMillis(500)));
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(quiet ? ofMillis(500) : ZERO);
    }

    @Test
    void loudness_halves_in_ten_seconds() {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        pauses.add(sound(PCM_16000, SPEECH, ofSeconds(1)));
        // 24 dB below the loudness is reached when that has fallen by 4 dB, after 6.6 s.
        pauses.add(sound(PCM_16000, SPEECH - 24, ofMillis(6_400)));
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(ofMillis(6_400));
        pauses.add(sound(PCM_16000, SPEECH - 24, ofMillis(400)));
        assertThat(pauses.quietSamples()).isZero();
    }

    @Test
    void frames_may_lie_across_chunks() {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        ByteBuffer silence = ByteBuffer.wrap(PCM_16000.silence(7));
        for (int i = 0; i < 320; i++) {
            pauses.add(silence);
        }
        assertThat(silence.position()).isZero();
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(ofMillis(140));
    }

    @Test
    void a_new_segment_forgets_the_speech_but_not_how_loud_it_was() {
        PauseDetector pauses = new PauseDetector(PCM_16000);
        pauses.add(sound(PCM_16000, SPEECH, ofSeconds(1)));
        pauses.startSegment();
        assertThat(pauses.containsSpeech()).isFalse();
        pauses.add(sound(PCM_16000, -45, ofSeconds(1)));
        assertThat(pauses.containsSpeech()).isFalse();
        assertThat(PCM_16000.duration(pauses.quietSamples())).isEqualTo(ofSeconds(1));
        pauses.add(sound(PCM_16000, SPEECH, ofMillis(20)));
        assertThat(pauses.containsSpeech()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0xFF, 0", "0x7F, 0", "0x80, 32124", "0x00, -32124", "0xF0, 120", "0x70, -120", "0xEF, 132"})
    void mu_law_is_read_as_g711_says(String code, int sample) {
        assertThat(MuLaw.linear(Integer.decode(code).byteValue())).isEqualTo((short) sample);
    }

    /** A square wave, whose RMS is its amplitude, of this level in dBFS. */
    private static ByteBuffer sound(PcmFormat format, int level, Duration duration) {
        int samples = (int) format.samples(duration);
        short amplitude = (short) Math.round(32_768 * Math.pow(10, level / 20.0));
        ByteBuffer sound =
                ByteBuffer.allocate(samples * format.bytesPerSample()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < samples; i++) {
            short sample = i / 8 % 2 == 0 ? amplitude : (short) -amplitude;
            if (format == ULAW_8000) {
                sound.put(nearestMuLaw(sample));
            } else {
                sound.putShort(sample);
            }
        }
        return sound.flip();
    }

    private static byte nearestMuLaw(short sample) {
        int nearest = 0;
        for (int code = 0; code < 256; code++) {
            if (Math.abs(MuLaw.linear((byte) code) - sample) < Math.abs(MuLaw.linear((byte) nearest) - sample)) {
                nearest = code;
            }
        }
        return (byte) nearest;
    }
}
