package io.github.camelelevenlabs.stt.emulator.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RawFormatTest {

    @ParameterizedTest
    @EnumSource(RawFormat.class)
    void a_format_is_found_by_its_name_on_the_wire(RawFormat format) {
        assertThat(RawFormat.named(format.wireName())).contains(format);
    }

    @Test
    void mp3_is_no_raw_format() {
        assertThat(RawFormat.named("mp3_44100")).isEmpty();
    }

    @Test
    void linear_samples_are_little_endian() {
        byte[] bytes = {0x34, 0x12, (byte) 0xFF, (byte) 0xFF, 0x00, (byte) 0x80};
        short[] samples = {0x1234, -1, Short.MIN_VALUE};
        assertThat(RawFormat.PCM_16000.decode(bytes)).isEqualTo(samples);
        assertThat(RawFormat.PCM_16000.encode(samples)).isEqualTo(bytes);
    }

    @Test
    void an_odd_last_byte_is_left_out() {
        assertThat(RawFormat.PCM_16000.decode(new byte[] {1, 0, 7})).containsExactly(1);
    }

    @Test
    void mu_law_has_the_values_of_its_standard() {
        byte[] codes = {(byte) 0xFF, 0x7F, (byte) 0x80, 0x00, (byte) 0xFE};
        assertThat(RawFormat.ULAW_8000.decode(codes)).containsExactly(0, 0, 32_124, -32_124, 8);
    }

    @Test
    void mu_law_keeps_a_sample_to_a_few_percent() {
        for (int value = Short.MIN_VALUE; value <= Short.MAX_VALUE; value += 11) {
            short[] decoded = RawFormat.ULAW_8000.decode(RawFormat.ULAW_8000.encode(new short[] {(short) value}));
            assertThat((double) decoded[0]).isCloseTo(value, within(Math.abs(value) * 0.04 + 5));
        }
    }

    @Test
    void samples_and_durations_convert_exactly() {
        assertThat(RawFormat.PCM_44100.duration(44_100 * 3_600L)).isEqualTo(Duration.ofHours(1));
        assertThat(RawFormat.ULAW_8000.samples(Duration.ofMillis(1_500))).isEqualTo(12_000);
    }
}
