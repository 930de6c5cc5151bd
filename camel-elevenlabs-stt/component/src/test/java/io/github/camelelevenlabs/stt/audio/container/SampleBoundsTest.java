package io.github.camelelevenlabs.stt.audio.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleBoundsTest {

    private static final byte[] FILE = Arrays.copyOf("RIFF0000WAVEfmt ".getBytes(StandardCharsets.US_ASCII), 44);

    @ParameterizedTest
    @ValueSource(bytes = {0, 1, -1, 31, 32, 'I', 127, -128})
    void another_file_begins_at_any_even_place_whatever_is_before_it(byte sample) {
        for (int length = 0; length <= 40; length++) {
            byte[] bytes = new byte[length + FILE.length];
            Arrays.fill(bytes, 0, length, sample);
            System.arraycopy(FILE, 0, bytes, length, FILE.length);
            SampleBounds bounds = new SampleBounds(Optional.of(ByteOrder.LITTLE_ENDIAN));
            ByteBuffer samples = bounds.samples(ByteBuffer.wrap(bytes));
            assertThat(bounds.following().map(ByteBuffer::remaining))
                    .as("the file behind %d bytes", length)
                    .isEqualTo(length % 2 == 0 ? Optional.of(FILE.length) : Optional.empty());
            assertThat(samples.remaining()).isEqualTo(length % 2 == 0 ? length : bytes.length);
        }
    }

    @Test
    void everything_that_is_searched_for_begins_with_two_printable_bytes() {
        assertThat(Stream.concat(ChunkId.known().stream(), FileStart.magics().stream()))
                .allSatisfy(magic -> assertThat(magic.substring(0, 2)).matches("[ -~]{2}"));
    }
}
