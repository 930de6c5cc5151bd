package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The format of a recording is detected behind its tags. */
class TagTest {

    private static final byte[] SAMPLES = Bytes.samples(640);
    private static final byte[] WAV = WavFile.mono(16_000, SAMPLES);

    static Stream<Arguments> tags() {
        return Stream.of(
                arguments("small", id3(20, 0)),
                arguments("empty", id3(0, 0)),
                arguments("with a picture", id3(1_200_000, 0)),
                arguments("with a footer", id3(300, 0x10)),
                arguments("padded", Bytes.joined(id3(20, 0), new byte[2_000])),
                arguments("several", Bytes.joined(id3(20, 0), id3(300, 0), ape(500))),
                arguments("of APE", ape(100)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tags")
    void tags_are_skipped(String what, byte[] tag) throws AudioException {
        for (String type : new String[] {null, "application/octet-stream", "audio/mpeg", "text/plain", "audio/pcm"}) {
            for (Cuts cuts : new Cuts[] {Cuts.WHOLE, Cuts.RANDOM}) {
                AutoDecoder wav = new AutoDecoder(AudioHint.of(null, type), Settings.MIX);
                assertThat(cuts.decode(wav, Bytes.joined(tag, WAV))).isEqualTo(SAMPLES);
            }
            assertThat(unsupported(type, Bytes.joined(tag, Bytes.ascii("fLaC\0\0\0\"\20\0\20\0"))))
                    .isEqualTo("the audio is FLAC");
            assertThat(unsupported(type, Bytes.joined(tag, Bytes.ascii("OggS\0\2\0\0\0\0\0\0"))))
                    .isEqualTo("the audio is Ogg");
            assertThat(unsupported(
                            type, Bytes.joined(tag, Bytes.of(0xFF, 0xF1, 0x50, 0x80, 0x2E, 0x7F, 0xFC, 0, 0, 0, 0, 0))))
                    .isEqualTo("the audio is AAC (ADTS)");
            assertThat(unsupported(type, Bytes.joined(tag, Bytes.of(0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0))))
                    .isEqualTo("the audio is MP3");
        }
    }

    @Test
    void tags_are_not_kept_in_memory() throws AudioException {
        AutoDecoder decoder = new AutoDecoder(AudioHint.NONE, Settings.MIX);
        decoder.decode(ByteBuffer.wrap(new byte[] {'I', 'D', '3', 4, 0, 0, 0x7F, 0x7F, 0x7F, 0x7F}));
        ByteBuffer mebibyte = ByteBuffer.allocate(1 << 20);
        for (int i = 0; i < 255; i++) {
            assertThat(decoder.decode(mebibyte.clear()).hasRemaining()).isFalse();
        }
        decoder.decode(mebibyte.clear().limit((1 << 20) - 1));
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(WAV)))).isEqualTo(SAMPLES);
    }

    @Test
    void a_tag_without_a_known_format_behind_it_is_refused() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(
                        new AutoDecoder(AudioHint.NONE, Settings.MIX), Bytes.joined(id3(20, 0), SAMPLES)))
                .withMessageContaining("has a tag (ID3 or APE), as MP3 has, and behind it nothing that is known");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(new AutoDecoder(AudioHint.NONE, Settings.MIX), id3(20, 0)))
                .withMessageContaining("is a tag (ID3 or APE), as MP3 has, with nothing behind it");
    }

    private static String unsupported(String type, byte[] recording) throws AudioException {
        AutoDecoder decoder = new AutoDecoder(AudioHint.of(null, type), Settings.MIX);
        decoder.decode(ByteBuffer.wrap(recording));
        if (decoder.unsupported().isEmpty()) {
            decoder.end();
        }
        return decoder.unsupported().orElseThrow().found();
    }

    private static byte[] id3(int length, int flags) {
        byte[] tag = new byte[10 + length + (flags == 0 ? 0 : 10)];
        byte[] header = {
            'I',
            'D',
            '3',
            4,
            0,
            (byte) flags,
            (byte) (length >> 21),
            (byte) (length >> 14 & 0x7F),
            (byte) (length >> 7 & 0x7F),
            (byte) (length & 0x7F)
        };
        System.arraycopy(header, 0, tag, 0, 10);
        return tag;
    }

    private static byte[] ape(int length) {
        return ByteBuffer.allocate(32 + length)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .put(Bytes.ascii("APETAGEX"))
                .putInt(2_000)
                .putInt(length)
                .array();
    }
}
