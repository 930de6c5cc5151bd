package io.github.camelelevenlabs.stt.emulator.audio;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpeechGateTest {
    private static final int PER_MILLISECOND = 16;

    private final SpeechGate gate = gate(0.4);

    private static SpeechGate gate(double threshold) {
        return new SpeechGate(
                RawFormat.PCM_16000, new SpeechGate.Settings(threshold, ofMillis(100), ofMillis(100), ofMillis(1_000)));
    }

    /** The milliseconds of audio that the gate accepted. */
    private static int accept(SpeechGate gate, int milliseconds, int level) {
        short[] samples = new short[milliseconds * PER_MILLISECOND];
        Arrays.fill(samples, (short) level);
        return gate.accept(samples, 0, samples.length) / PER_MILLISECOND;
    }

    @Test
    void speech_ends_after_the_configured_silence() {
        accept(gate, 500, 3_000);
        assertThat(gate.speaking()).isTrue();
        assertThat(accept(gate, 5_000, 0)).isEqualTo(1_000);
        assertThat(gate.ended()).isTrue();
    }

    @Test
    void silence_alone_never_ends() {
        assertThat(accept(gate, 5_000, 0)).isEqualTo(5_000);
        assertThat(gate.ended()).isFalse();
    }

    @Test
    void a_short_noise_is_no_speech() {
        accept(gate, 80, 3_000);
        assertThat(accept(gate, 5_000, 0)).isEqualTo(5_000);
        assertThat(gate.ended()).isFalse();
    }

    @Test
    void pieces_of_sound_close_together_add_up_to_speech() {
        accept(gate, 60, 3_000);
        accept(gate, 50, 0);
        accept(gate, 60, 3_000);
        assertThat(gate.speaking()).isTrue();
    }

    @Test
    void a_higher_threshold_needs_louder_sound() {
        SpeechGate strict = gate(0.9);
        accept(strict, 500, 1_000);
        assertThat(strict.speaking()).isFalse();
        SpeechGate lenient = gate(0.1);
        accept(lenient, 500, 1_000);
        assertThat(lenient.speaking()).isTrue();
    }

    @Test
    void a_commit_in_the_silence_is_not_followed_by_another() {
        accept(gate, 500, 3_000);
        accept(gate, 500, 0);
        gate.restart();
        assertThat(accept(gate, 5_000, 0)).isEqualTo(5_000);
        assertThat(gate.ended()).isFalse();
    }

    @Test
    void speech_goes_on_over_a_commit_and_its_length_starts_again() {
        accept(gate, 500, 3_000);
        gate.restart();
        assertThat(gate.speechLength()).isZero();
        accept(gate, 200, 3_000);
        assertThat(gate.speechLength()).isEqualTo(200 * PER_MILLISECOND);
        assertThat(accept(gate, 5_000, 0)).isEqualTo(1_000);
    }
}
