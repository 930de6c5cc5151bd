package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.test.WavFile.MU_LAW;
import static io.github.camelelevenlabs.stt.test.WavFile.PCM;
import static io.github.camelelevenlabs.stt.test.WavFile.UNKNOWN_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice.Kind;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.MuLaw;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of the samples, and the bytes after it. */
class ChainDecoderTest {

    private static final byte[] SAMPLES = Bytes.samples(6_400);
    private static final byte[] OTHERS = Bytes.samples(4_800);
    private static final byte[] LIST = Bytes.joined(Bytes.ascii("INFOISFT"), Bytes.samples(300_000));
    private static final byte[] JUNK = Bytes.joined(Bytes.of(0xFE), Bytes.samples(999));

    private final List<AudioNotice> notices = new ArrayList<>();

    static Stream<Arguments> lengths() {
        return Stream.of(
                arguments("0 with a list behind", wav().data(new byte[0], 0).chunk("LIST", LIST), new byte[0]),
                arguments("0 until the end", wav().data(SAMPLES, 0), SAMPLES),
                arguments("0 until the list", wav().data(SAMPLES, 0).chunk("LIST", LIST), SAMPLES),
                arguments(
                        "unknown until the list",
                        wav().data(SAMPLES, UNKNOWN_LENGTH).chunk("LIST", LIST),
                        SAMPLES),
                arguments(
                        "unknown until chunks that reach to the end",
                        wav().data(SAMPLES, UNKNOWN_LENGTH)
                                .chunk("bext", Bytes.samples(601))
                                .chunk("cue ", new byte[28])
                                .chunk("axml", Bytes.samples(100_001)),
                        SAMPLES),
                arguments("2 GB", wav().data(SAMPLES, 0x7FFF_FFFFL).chunk("bext", OTHERS), SAMPLES),
                arguments(
                        "2 GB less a header", wav().data(SAMPLES, 0x7FFF_FFDBL).chunk("bext", OTHERS), SAMPLES),
                arguments("2 GB and a header", wav().data(SAMPLES, 0x8000_0024L).chunk("bext", OTHERS), SAMPLES),
                arguments(
                        "4 GB less a header", wav().data(SAMPLES, 0xFFFF_FFDBL).chunk("bext", OTHERS), SAMPLES),
                arguments("larger than the file", wav().data(SAMPLES, 900_000).chunk("bext", OTHERS), SAMPLES),
                arguments("right", wav().data(SAMPLES).chunk("XyZ ", OTHERS), SAMPLES),
                arguments("64 bits", rf64(SAMPLES.length).chunk("axml", Bytes.samples(1_500_000)), SAMPLES),
                arguments("64 bits that say nothing", rf64(0).chunk("axml", OTHERS), SAMPLES),
                arguments("64 bits that cannot be", rf64(-1).chunk("axml", OTHERS), SAMPLES),
                arguments("two chunks of samples", wav().data(SAMPLES).data(OTHERS), Bytes.joined(SAMPLES, OTHERS)),
                arguments(
                        "a known name within the samples",
                        wav().data(Bytes.joined(SAMPLES, Bytes.ascii("bext\20\0\0\0"), OTHERS)),
                        Bytes.joined(SAMPLES, Bytes.ascii("bext\20\0\0\0"), OTHERS)),
                arguments(
                        "a known name within samples of unknown length",
                        wav().data(Bytes.joined(SAMPLES, Bytes.ascii("cue \20\0\0\0"), OTHERS), UNKNOWN_LENGTH),
                        Bytes.joined(SAMPLES, Bytes.ascii("cue \20\0\0\0"), OTHERS)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lengths")
    void bytes_behind_the_samples_are_not_decoded(String what, WavFile wav, byte[] samples) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            assertThat(decoded(cuts, wav.bytes())).isEqualTo(samples);
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void a_chunk_of_odd_length_is_padded_or_not() throws AudioException {
        byte[] unpadded = wav().data(SAMPLES).bytes();
        byte[] list = Bytes.joined(Bytes.ascii("LIST\5\0\0\0abcde"));
        byte[] before =
                Bytes.joined(Arrays.copyOf(unpadded, 12), list, Arrays.copyOfRange(unpadded, 12, unpadded.length));
        for (Cuts cuts : Cuts.values()) {
            assertThat(decoded(cuts, before)).isEqualTo(SAMPLES);
        }
    }

    static Stream<Arguments> chains() {
        byte[] first = wav().data(SAMPLES).bytes();
        byte[] second = wav().data(OTHERS).bytes();
        byte[] tagged = wav().data(SAMPLES).chunk("LIST", Bytes.samples(99)).bytes();
        byte[] endless = wav().data(SAMPLES, UNKNOWN_LENGTH).bytes();
        byte[] cut = Arrays.copyOf(
                wav().data(Bytes.joined(SAMPLES, new byte[999_999])).bytes(), WavFile.HEADER_LENGTH + SAMPLES.length);
        return Stream.of(
                arguments("side by side", Bytes.joined(first, second)),
                arguments("behind a list", Bytes.joined(tagged, second)),
                arguments("behind padding", Bytes.joined(first, new byte[1_021], second)),
                arguments("behind one of unknown length", Bytes.joined(endless, second)),
                arguments("behind one that was cut off", Bytes.joined(cut, second)),
                arguments("AIFF", Bytes.joined(first, aiff(OTHERS))),
                arguments("AU", Bytes.joined(first, au(OTHERS, OTHERS.length))),
                arguments("behind AU", Bytes.joined(au(SAMPLES, SAMPLES.length), second)),
                arguments("behind AU of unknown length", Bytes.joined(au(SAMPLES, -1), second)),
                arguments("behind AIFF", Bytes.joined(aiff(SAMPLES), second)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chains")
    void a_second_file_is_decoded(String what, byte[] files) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            assertThat(decoded(cuts, files)).isEqualTo(Bytes.joined(SAMPLES, OTHERS));
        }
        assertThat(notices).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_second_file_of_another_format_comes_out_in_the_format_of_the_first(Cuts cuts) throws AudioException {
        byte[] stereo = new WavFile()
                .format(PCM, 2, 48_000, 24)
                .data(new byte[6 * 48_000])
                .bytes();
        byte[] telephone =
                new WavFile().format(MU_LAW, 1, 8_000, 8).data(new byte[8_000]).bytes();
        assertThat(decoded(cuts, Bytes.joined(wav().data(SAMPLES).bytes(), stereo, telephone)))
                .hasSize(SAMPLES.length + 2 * 32_000);
        assertThat(decoded(cuts, Bytes.joined(telephone, wav().data(SAMPLES).bytes())))
                .hasSize(8_000 + SAMPLES.length / 4);
    }

    @ParameterizedTest
    @EnumSource
    void unknown_bytes_are_reported_once_and_the_file_behind_them_is_decoded(Cuts cuts) throws AudioException {
        byte[] file = wav().data(SAMPLES).bytes();
        assertThat(decoded(cuts, Bytes.joined(file, JUNK, file, JUNK, JUNK))).isEqualTo(Bytes.joined(SAMPLES, SAMPLES));
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Kind.NOT_DECODED);
            assertThat(notice.text())
                    .startsWith("not all of the audio is heard")
                    .contains("it begins with '\\xFE");
        });
    }

    @Test
    void a_following_format_of_ffmpeg_is_named() throws AudioException {
        byte[] ogg = Bytes.joined(Bytes.ascii("OggS\0\2"), new byte[200]);
        assertThat(decoded(Cuts.WHOLE, Bytes.joined(wav().data(SAMPLES).bytes(), ogg)))
                .isEqualTo(SAMPLES);
        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).endsWith("it begins as Ogg does"));
    }

    @Test
    void a_tag_behind_it_is_no_loss() throws AudioException {
        byte[] tag = Arrays.copyOf(Bytes.ascii("TAGa title"), 128);
        assertThat(decoded(Cuts.RANDOM, Bytes.joined(wav().data(SAMPLES).bytes(), tag)))
                .isEqualTo(SAMPLES);
        assertThat(notices).isEmpty();
    }

    @Test
    void encoding_a_mu_law_sample_loses_nothing() {
        for (int code = 0; code < 256; code++) {
            short sample = MuLaw.linear((byte) code);
            assertThat(MuLaw.linear(MuLaw.code(sample))).isEqualTo(sample);
        }
    }

    private byte[] decoded(Cuts cuts, byte[] recording) throws AudioException {
        return cuts.decode(
                new AutoDecoder(AudioHint.NONE, new DecoderSettings(ChannelMode.MIX, notices::add)), recording);
    }

    private static WavFile wav() {
        return new WavFile().format(PCM, 1, 16_000, 16);
    }

    private static WavFile rf64(long length) {
        byte[] ds64 = ByteBuffer.allocate(28)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(2_000_000)
                .putLong(length)
                .putLong(SAMPLES.length / 2)
                .array();
        return new WavFile()
                .magic("RF64")
                .chunk("ds64", ds64)
                .format(PCM, 1, 16_000, 16)
                .data(SAMPLES, UNKNOWN_LENGTH);
    }

    private static byte[] au(byte[] samples, int length) {
        return ByteBuffer.allocate(24 + samples.length)
                .put(Bytes.ascii(".snd"))
                .putInt(24)
                .putInt(length)
                .putInt(3)
                .putInt(16_000)
                .putInt(1)
                .put(swapped(samples))
                .array();
    }

    private static byte[] aiff(byte[] samples) {
        return ByteBuffer.allocate(12 + 26 + 16 + samples.length)
                .put(Bytes.ascii("FORM"))
                .putInt(4 + 26 + 16 + samples.length)
                .put(Bytes.ascii("AIFFCOMM"))
                .putInt(18)
                .putShort((short) 1)
                .putInt(samples.length / 2)
                .putShort((short) 16)
                .putShort((short) (16_383 + 13))
                .putLong(16_000L << 50)
                .put(Bytes.ascii("SSND"))
                .putInt(8 + samples.length)
                .putLong(0)
                .put(swapped(samples))
                .array();
    }

    private static byte[] swapped(byte[] bytes) {
        byte[] swapped = bytes.clone();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            swapped[i] = bytes[i + 1];
            swapped[i + 1] = bytes[i];
        }
        return swapped;
    }
}
