package io.github.camelelevenlabs.stt.audio.pcm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleEncodingTest {

    @ParameterizedTest
    @CsvSource({
        "UNSIGNED_8, 00 80 FF, -32768, 0, 32512",
        "SIGNED_8, 80 00 7F, -32768, 0, 32512",
        "SIGNED_16, 8000 0001 7FFF, -32768, 1, 32767",
        "SIGNED_24, 800000 000180 7FFFFF, -32768, 1.5, 32767.996",
        "SIGNED_32, 80000000 00018000 00000001, -32768, 1.5, 0.000015258789",
        "FLOAT_32, BF800000 3F000000 7F800000, -32768, 16384, 32768",
        "FLOAT_64, BFF0000000000000 3FE0000000000000 7FF8000000000000, -32768, 16384, 0",
        "MU_LAW, 00 FF 80, -32124, 0, 32124",
        "A_LAW, 2A D5 AA, -32256, 8, 32256"
    })
    void samples_are_on_the_scale_of_16_bits_in_both_byte_orders(
            SampleEncoding encoding, String bigEndian, float first, float second, float third) {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            ByteBuffer in = samples(bigEndian, encoding.bytes(), order);
            float[] out = new float[3];
            encoding.read(in, 0, encoding.bytes(), out);
            assertThat(out).as(order.toString()).containsExactly(first, second, third);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_channel_is_read_from_among_the_others(int channel) {
        short[] frames = {1, 2, 3, 11, 12, 13, 21, 22, 23};
        ByteBuffer in = ByteBuffer.allocateDirect(20);
        in.position(2).mark();
        for (short sample : frames) {
            in.putShort(sample);
        }
        in.reset();
        float[] out = new float[3];
        SampleEncoding.SIGNED_16.read(in, in.position() + 2 * channel, 6, out);
        assertThat(out).containsExactly(channel + 1, channel + 11, channel + 21);
        assertThat(in.position()).isEqualTo(2);
    }

    private static ByteBuffer samples(String bigEndian, int bytes, ByteOrder order) {
        byte[] wire = HexFormat.of().parseHex(bigEndian.replace(" ", ""));
        if (order == ByteOrder.LITTLE_ENDIAN) {
            for (int i = 0; i < wire.length; i += bytes) {
                for (int left = i, right = i + bytes - 1; left < right; left++, right--) {
                    byte swapped = wire[left];
                    wire[left] = wire[right];
                    wire[right] = swapped;
                }
            }
        }
        return ByteBuffer.wrap(wire).order(order);
    }
}
