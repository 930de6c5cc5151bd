package io.github.camelelevenlabs.stt.audio.container;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static io.github.camelelevenlabs.stt.test.WavFile.MU_LAW;
import static io.github.camelelevenlabs.stt.test.WavFile.PCM;
import static io.github.camelelevenlabs.stt.test.WavFile.UNKNOWN_LENGTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WavDecoderTest {

    private static final byte[] SAMPLES = Bytes.samples(640);
    private static final byte[] ODD = Bytes.samples(7);

    static Stream<Arguments> layouts() {
        return Stream.of(
                arguments("plain", plain().data(SAMPLES)),
                arguments(
                        "chunks before fmt",
                        new WavFile()
                                .chunk("JUNK", Bytes.samples(28))
                                .chunk("bext", ODD)
                                .format(PCM, 1, 16_000, 16)
                                .data(SAMPLES)),
                arguments(
                        "chunks before data",
                        plain().chunk("LIST", Bytes.samples(26))
                                .chunk("fact", Bytes.samples(4))
                                .data(SAMPLES)),
                arguments(
                        "chunks of odd size",
                        plain().chunk("LIST", ODD).chunk("cue ", ODD).data(SAMPLES)),
                arguments(
                        "empty chunks",
                        plain().chunk("LIST", new byte[0])
                                .chunk("PAD ", new byte[0])
                                .data(SAMPLES)),
                arguments("chunks after data", plain().data(SAMPLES).chunk("LIST", ODD)),
                arguments("a second fmt", plain().format(PCM, 2, 44_100, 24).data(SAMPLES)),
                arguments(
                        "fmt of 18 bytes",
                        new WavFile().longFormat(PCM, 1, 16_000, 16, 18).data(SAMPLES)),
                arguments(
                        "fmt of odd size",
                        new WavFile().longFormat(PCM, 1, 16_000, 16, 19).data(SAMPLES)),
                arguments(
                        "fmt longer than needed",
                        new WavFile().longFormat(PCM, 1, 16_000, 16, 1_001).data(SAMPLES)),
                arguments(
                        "extensible",
                        new WavFile().extensibleFormat(PCM, 1, 16_000, 16).data(SAMPLES)),
                arguments("length 0xFFFFFFFF", plain().data(SAMPLES, UNKNOWN_LENGTH)),
                arguments("length 0", plain().data(SAMPLES, 0)),
                arguments("truncated", plain().data(SAMPLES, 1_000_000)),
                arguments("states a length of 4 GB", plain().data(SAMPLES, 0xFFFF_FFFEL)),
                arguments(
                        "RF64",
                        new WavFile()
                                .magic("RF64")
                                .chunk("ds64", new byte[28])
                                .format(PCM, 1, 16_000, 16)
                                .data(SAMPLES, UNKNOWN_LENGTH)),
                arguments("BW64", plain().magic("BW64").data(SAMPLES, UNKNOWN_LENGTH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void finds_the_samples_after_any_chunks(String layout, WavFile wav) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            WavDecoder decoder = new WavDecoder(Settings.MIX);
            assertThat(cuts.decode(decoder, wav.bytes())).as("%s", cuts).isEqualTo(SAMPLES);
            assertThat(decoder.format()).contains(PCM_16000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 22_050, 24_000, 44_100, 48_000})
    void accepts_linear_samples_at_every_rate_of_the_service(int rate) throws AudioException {
        WavDecoder decoder = new WavDecoder(Settings.MIX);
        assertThat(Cuts.WHOLE.decode(decoder, WavFile.mono(rate, SAMPLES))).isEqualTo(SAMPLES);
        assertThat(decoder.format()).isEqualTo(PcmFormat.linear(rate)).isPresent();
    }

    @Test
    void accepts_mu_law() throws AudioException {
        WavDecoder plain = new WavDecoder(Settings.MIX);
        WavDecoder extensible = new WavDecoder(Settings.MIX);
        byte[] wav = new WavFile().longFormat(MU_LAW, 1, 8_000, 8, 18).data(ODD).bytes();
        byte[] other =
                new WavFile().extensibleFormat(MU_LAW, 1, 8_000, 8).data(ODD).bytes();
        assertThat(Cuts.WHOLE.decode(plain, wav)).isEqualTo(ODD);
        assertThat(Cuts.WHOLE.decode(extensible, other)).isEqualTo(ODD);
        assertThat(plain.format()).contains(ULAW_8000).isEqualTo(extensible.format());
    }

    @ParameterizedTest
    @EnumSource
    void drops_half_a_sample_at_the_end(Cuts cuts) throws AudioException {
        byte[] odd = Arrays.copyOf(SAMPLES, SAMPLES.length - 1);
        byte[] whole = Arrays.copyOf(SAMPLES, SAMPLES.length - 2);
        assertThat(cuts.decode(new WavDecoder(Settings.MIX), WavFile.mono(16_000, odd)))
                .isEqualTo(whole);
        byte[] truncated = plain().data(SAMPLES, 9_999).bytes();
        assertThat(cuts.decode(new WavDecoder(Settings.MIX), Arrays.copyOf(truncated, truncated.length - 1)))
                .isEqualTo(whole);
    }

    @Test
    void knows_its_format_only_where_the_samples_begin() throws AudioException {
        byte[] wav = WavFile.mono(8_000, SAMPLES);
        WavDecoder decoder = new WavDecoder(Settings.MIX);
        decoder.decode(ByteBuffer.wrap(wav, 0, 43));
        assertThat(decoder.format()).isEmpty();
        decoder.decode(ByteBuffer.wrap(wav, 43, 1));
        assertThat(decoder.format()).contains(PCM_8000);
        assertThat(decoder.isComplete()).isFalse();
        decoder.decode(ByteBuffer.wrap(wav, WavFile.HEADER_LENGTH, SAMPLES.length));
        assertThat(decoder.isComplete()).isTrue();
    }

    @Test
    void does_not_copy_the_samples() throws AudioException {
        byte[] wav = WavFile.mono(16_000, SAMPLES);
        ByteBuffer decoded = new WavDecoder(Settings.MIX).decode(ByteBuffer.wrap(wav));
        assertThat(decoded.array()).isSameAs(wav);
    }

    @Test
    void passes_over_a_huge_chunk_without_keeping_it() throws AudioException {
        WavDecoder decoder = new WavDecoder(Settings.MIX);
        decoder.decode(
                ByteBuffer.wrap(plain().chunk("LIST", new byte[0], 0xFFFF_FFFEL).bytes()));
        byte[] piece = new byte[1 << 20];
        for (int i = 0; i < 4_095; i++) {
            assertThat(decoder.decode(ByteBuffer.wrap(piece)).remaining()).isZero();
        }
        decoder.decode(ByteBuffer.wrap(piece, 0, piece.length - 2));
        byte[] tail = Arrays.copyOfRange(WavFile.mono(16_000, SAMPLES), 36, WavFile.HEADER_LENGTH + SAMPLES.length);
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(tail)))).isEqualTo(SAMPLES);
    }

    @Test
    void a_recording_without_samples_is_empty() throws AudioException {
        assertThat(Cuts.WHOLE.decode(new WavDecoder(Settings.MIX), WavFile.mono(16_000, new byte[0])))
                .isEmpty();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(new WavFile().format(PCM, 0, 16_000, 16), "WAV with 0 channels of 16-bit PCM"),
                arguments(new WavFile().format(PCM, 1, 0, 16), "16-bit PCM at 0 Hz"),
                arguments(new WavFile().format(PCM, 1, -1, 16), "16-bit PCM at 4294967295 Hz"),
                arguments(new WavFile().format(PCM, 1, 999, 16), "16-bit PCM at 999 Hz"),
                arguments(new WavFile().format(PCM, 1, 384_001, 16), "16-bit PCM at 384001 Hz"),
                arguments(
                        new WavFile().longFormat(0xFFFE, 1, 16_000, 16, 18),
                        "WAV whose extensible fmt chunk has 18 bytes, not 40"),
                arguments(new WavFile().chunk("fmt ", new byte[14]), "WAV whose fmt chunk has 14 bytes, not 16"),
                arguments(new WavFile().chunk("fmt ", new byte[0]), "WAV whose fmt chunk has 0 bytes, not 16"),
                arguments(new WavFile().data(SAMPLES), "WAV whose samples come before it is said what they are"),
                arguments(plain().kind("AVI "), "A RIFF file of the kind 'AVI ' is not accepted"),
                arguments(new WavFile(), "WAV that ends before its audio"),
                arguments(plain(), "WAV that ends before its audio, in or after its chunk 'fmt '"),
                arguments(
                        plain().chunk("LI\nT", new byte[10], 4_000_000_000L),
                        "WAV that ends before its audio, in or after its chunk 'LI\\x0AT'"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void an_unusable_format_is_refused_with_the_accepted_formats(WavFile wav, String found) {
        for (Cuts cuts : Cuts.values()) {
            assertThatExceptionOfType(AudioException.class)
                    .isThrownBy(() -> cuts.decode(new WavDecoder(Settings.MIX), wav.bytes()))
                    .withMessageContaining(found)
                    .withMessageContaining("; accepted are WAV, MP3, MP4,")
                    .withMessageContaining("docs/audio.md");
        }
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(
                arguments(new WavFile().format(0x11, 1, 8_000, 4), "WAV with 1 channel of 4-bit IMA ADPCM at 8000 Hz"),
                arguments(new WavFile().format(0x1234, 1, 8_000, 4), "4-bit encoding 0x1234 at 8000 Hz"),
                arguments(new WavFile().format(PCM, 1, 16_000, 0), "WAV with 1 channel of 0-bit PCM"),
                arguments(new WavFile().format(PCM, 1, 16_000, 40), "WAV with 1 channel of 40-bit PCM"),
                arguments(new WavFile().extensibleFormat(3, 6, 48_000, 16), "6 channels of 16-bit floating point"),
                arguments(
                        new WavFile().extensibleFormat(PCM, 1, 16_000, 16, 7),
                        "WAV with an encoding of its own (sub-format 01000000000010000000000000000007)"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unsupported")
    void names_an_unsupported_encoding(WavFile wav, String found) {
        assertThatExceptionOfType(UnknownEncodingException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(new WavDecoder(Settings.MIX), wav.bytes()))
                .withMessageContaining(found);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 11, 12, 19, 20, 35, 36, 43})
    void a_file_that_ends_inside_its_header_is_refused(int length) {
        byte[] beginning = Arrays.copyOf(WavFile.mono(16_000, SAMPLES), length);
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(new WavDecoder(Settings.MIX), beginning))
                .withMessageStartingWith("WAV that ends before its audio");
    }

    @Test
    void a_damaged_file_gives_samples_or_an_audio_exception_and_nothing_else() {
        Random random = new Random(7);
        WavFile[] layouts = layouts().map(layout -> layout.get()[1]).toArray(WavFile[]::new);
        int decoded = 0;
        for (int i = 0; i < 1_000; i++) {
            byte[] damaged = damage(layouts[i % layouts.length].bytes(), random);
            Cuts cuts = Cuts.values()[i % Cuts.values().length];
            try {
                // 8-bit samples become 16-bit ones, at a rate from the lowest accepted one to that of the service.
                assertThat(cuts.decode(new WavDecoder(Settings.MIX), damaged))
                        .hasSizeLessThanOrEqualTo(damaged.length * 2 * 8);
                decoded++;
            } catch (UnknownEncodingException e) {
                assertThat(e).hasMessageStartingWith("WAV with");
            } catch (AudioException e) {
                assertThat(e).hasMessageContaining("accepted are");
            }
        }
        assertThat(decoded).isBetween(100, 900);
    }

    /** Most of the damage goes where the headers are. */
    private static byte[] damage(byte[] wav, Random random) {
        byte[] damaged = Arrays.copyOf(wav, random.nextInt(4) == 0 ? random.nextInt(wav.length) : wav.length);
        for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(Math.min(damaged.length, 80))] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static WavFile plain() {
        return new WavFile().format(PCM, 1, 16_000, 16);
    }
}
