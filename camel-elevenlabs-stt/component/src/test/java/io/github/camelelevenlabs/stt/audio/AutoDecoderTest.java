package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.pcm.Bytes.ascii;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_24000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoDecoderTest {

    private static final byte[] SAMPLES = Bytes.samples(400);
    private static final byte[] WAV = WavFile.mono(8_000, SAMPLES);

    @ParameterizedTest
    @EnumSource
    void unwraps_a_wav_whatever_its_name_and_type_say(Cuts cuts) throws AudioException {
        for (AudioHint hint : new AudioHint[] {
            AudioHint.NONE,
            AudioHint.of("a.wav", "audio/wav"),
            AudioHint.of("a.pcm", "audio/pcm"),
            AudioHint.of("a.mp3", "audio/mpeg"),
            AudioHint.of("a.txt", "text/plain")
        }) {
            AutoDecoder decoder = auto(hint);
            assertThat(cuts.decode(decoder, WAV)).isEqualTo(SAMPLES);
            assertThat(decoder.format()).contains(PCM_8000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_configured_format_makes_any_bytes_raw_audio(Cuts cuts) throws AudioException {
        AutoDecoder decoder = auto(AudioHint.raw(PCM_24000));
        assertThat(cuts.decode(decoder, WAV)).isEqualTo(WAV);
        assertThat(decoder.format()).contains(PCM_24000);
    }

    @ParameterizedTest
    @CsvSource({
        "          ,                            , PCM_16000",
        "talk      ,                            , PCM_16000",
        "wav       ,                            , PCM_16000",
        "talk.bin  ,                            , PCM_16000",
        "a.b/c.pcm ,                            , PCM_16000",
        "c.RAW     ,                            , PCM_16000",
        "c.ulaw    ,                            , ULAW_8000",
        "c.ul      ,                            , ULAW_8000",
        "c.MULAW   ,                            , ULAW_8000",
        "c.ulaw    , application/octet-stream   , ULAW_8000",
        "c.ulaw    , application/x-www-form-urlencoded, ULAW_8000",
        "c.ulaw    , ' '                        , ULAW_8000",
        "c.ulaw    , audio/pcm                  , PCM_16000",
        "c.wav     , audio/x-raw                , PCM_16000",
        "          , audio/basic                , ULAW_8000",
        "          , audio/PCMU; rate=8000      , ULAW_8000",
        "          , audio/x-mulaw;channels=1   , ULAW_8000",
        "          , audio/mulaw                , ULAW_8000",
        "          , audio/pcm;rate=24000       , PCM_24000",
        "          , Audio/PCM; Rate=\"24000\"  , PCM_24000",
        "          , 'audio/x-raw, format=S16LE, rate=8000, channels=1', PCM_8000"
    })
    void headerless_samples_have_the_format_of_their_type_or_else_of_their_name(
            String fileName, String contentType, PcmFormat format) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            AutoDecoder decoder = auto(AudioHint.of(fileName, contentType));
            assertThat(cuts.decode(decoder, SAMPLES)).isEqualTo(SAMPLES);
            assertThat(decoder.format()).contains(format);
        }
    }

    static Stream<Arguments> containers() {
        return Stream.of(
                arguments("MP3", Bytes.of(0xFF, 0xFB, 0x90, 0x64, 0, 0, 0, 0, 0, 0, 0, 0)),
                arguments("MP3", Bytes.of(0xFF, 0xF3, 0x40, 0xC4, 0, 0, 0, 0, 0, 0, 0, 0)),
                arguments("Ogg", ascii("OggS\u0000\u0002\u0000\u0000\u0000\u0000\u0000\u0000")),
                arguments("FLAC", ascii("fLaC\u0000\u0000\u0000\"\u0010\u0000\u0010\u0000")),
                arguments("MP4", ascii("\u0000\u0000\u0000\u001CftypM4A ")),
                arguments("WebM or Matroska", Bytes.of(0x1A, 0x45, 0xDF, 0xA3, 1, 0, 0, 0, 0, 0, 0, 0)),
                arguments("AAC (ADTS)", Bytes.of(0xFF, 0xF1, 0x50, 0x80, 0x2E, 0x7F, 0xFC, 0, 0, 0, 0, 0)),
                arguments("ASF (WMA)", Bytes.of(0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, 0xA6, 0xD9, 0, 0xAA)),
                arguments("CAF", ascii("caff\u0000\u0001\u0000\u0000desc")),
                arguments("AMR", ascii("#!AMR\n\u0000\u0000\u0000\u0000\u0000\u0000")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("containers")
    void passes_all_bytes_of_unsupported_formats_to_ffmpeg(String name, byte[] head) throws AudioException {
        byte[] recording = Bytes.joined(head, SAMPLES);
        AutoDecoder decoder = auto(AudioHint.of("calls/a.wav", null));
        assertThat(decoder.decode(ByteBuffer.wrap(recording, 0, 11)).remaining())
                .isZero();
        assertThat(decoder.unsupported()).isEmpty();
        assertThat(decoder.decode(ByteBuffer.wrap(recording, 11, recording.length - 11))
                        .remaining())
                .isZero();
        assertThat(decoder.unsupported()).hasValueSatisfying(unsupported -> {
            assertThat(unsupported.found()).isEqualTo("calls/a.wav is " + name);
            assertThat(Bytes.of(unsupported.head())).isEqualTo(recording);
        });
    }

    @Test
    void raw_samples_by_name_or_type_may_begin_like_a_frame_of_mp3() throws AudioException {
        byte[] samples = Bytes.joined(Bytes.of(0xFF, 0xFB, 0x90, 0x64), SAMPLES);
        assertThat(Cuts.WHOLE.decode(auto(AudioHint.of("a.pcm", null)), samples))
                .isEqualTo(samples);
        assertThat(Cuts.WHOLE.decode(auto(AudioHint.of(null, "audio/basic")), samples))
                .isEqualTo(samples);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0000, 0xFFFF, 0xFEFF, 0x0100, 0xFFFE, 0x7F7F})
    void quiet_samples_match_no_file_format(int sample) throws AudioException {
        byte[] samples = new byte[100];
        for (int i = 0; i < samples.length; i += 2) {
            samples[i] = (byte) sample;
            samples[i + 1] = (byte) (sample >> 8);
        }
        AutoDecoder decoder = auto(AudioHint.NONE);
        assertThat(Cuts.WHOLE.decode(decoder, samples)).isEqualTo(samples);
        assertThat(decoder.format()).contains(PCM_16000);
    }

    @ParameterizedTest
    @CsvSource({
        "calls/a.wav,           , calls/a.wav is not WAV: it begins with '<!DOCTYPE html>\\x0A'",
        "a.MP3      ,           , a.MP3 is not MP3: it begins with",
        "a.opus     ,           , a.opus is not Ogg",
        "a.m4a      ,           , a.m4a is not MP4",
        "           , audio/wav , the audio (audio/wav) is not WAV: it begins with",
        "a.pcm      , audio/mpeg, a.pcm (audio/mpeg) is not MP3",
        "           , audio/webm;codecs=opus, the audio (audio/webm;codecs=opus) is not WebM or Matroska",
        "a.txt      , text/plain; charset=utf-8, a.txt (text/plain; charset=utf-8) is an HTML page",
        "           , application/octet-stream, the audio (application/octet-stream) is an HTML page",
        "           , audio/pcm             , the audio (audio/pcm) is an HTML page",
        "           ,                       , the audio is an HTML page",
    })
    void refuses_bytes_that_contradict_their_name_or_type(String fileName, String contentType, String found) {
        byte[] page = ascii("<!DOCTYPE html>\n<html>");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(auto(AudioHint.of(fileName, contentType)), page))
                .withMessageContaining(found)
                .withMessageContaining("; accepted are WAV");
    }

    @ParameterizedTest
    @CsvSource({
        "           , audio/L16;rate=500    , the audio (audio/L16;rate=500) with 1 channel of 16-bit PCM at 500 Hz is not",
        "           , audio/pcm;rate=x      , (audio/pcm;rate=x) is not accepted with rate=x",
        "           , audio/pcm;rate=99999999999, is not accepted with rate=99999999999",
        "           , audio/pcm;channels=0  , (audio/pcm;channels=0) is not accepted",
        "           , audio/x-raw;format=Z9 , (audio/x-raw;format=Z9) is not accepted",
        "a.txt      , text/plain; charset=utf-8, a.txt (text/plain; charset=utf-8) is not accepted",
        "a.txt      ,                       , a.txt is named as a text",
        "a.wav.gz   ,                       , a.wav.gz is named as a compressed file",
        "           , application/json      , the audio (application/json) is not accepted",
        "           , ';'                   , the audio (;) is not accepted"
    })
    void refuses_samples_that_are_named_otherwise_or_not_understood(String fileName, String contentType, String found) {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(auto(AudioHint.of(fileName, contentType)), SAMPLES))
                .withMessageContaining(found)
                .withMessageContaining("; accepted are WAV");
    }

    @Test
    void a_hostile_name_cannot_forge_a_line_of_the_log() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(auto(AudioHint.of("a\nINFO ok.wav", null)), SAMPLES))
                .withMessageStartingWith("a\\nINFO ok.wav is not WAV");
    }

    @Test
    void decides_with_the_twelfth_byte() throws AudioException {
        AutoDecoder decoder = auto(AudioHint.NONE);
        assertThat(decoder.decode(ByteBuffer.wrap(SAMPLES, 0, 11)).remaining()).isZero();
        assertThat(decoder.format()).isEmpty();
        assertThat(Bytes.of(decoder.decode(ByteBuffer.wrap(SAMPLES, 11, 1)))).isEqualTo(Arrays.copyOf(SAMPLES, 12));
        assertThat(decoder.format()).contains(PCM_16000);
    }

    @Test
    void decides_at_the_end_of_shorter_audio() throws AudioException {
        AutoDecoder decoder = auto(AudioHint.of("a.ul", null));
        assertThat(Cuts.BYTE_BY_BYTE.decode(decoder, Bytes.of(1, 2, 3))).containsExactly(1, 2, 3);
        assertThat(decoder.format()).contains(ULAW_8000);
    }

    @Test
    void a_wav_that_ends_in_its_first_bytes_is_not_decoded_as_samples() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(auto(AudioHint.NONE), ascii("RIFF\1\2\3\4")))
                .withMessageStartingWith("WAV that ends before its audio");
    }

    @Test
    void an_empty_recording_is_refused() {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> auto(AudioHint.of("a.wav", null)).end())
                .withMessage("no audio: a.wav is empty");
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> auto(AudioHint.raw(PCM_8000)).end())
                .withMessage("no audio: the audio is empty");
    }

    private static AutoDecoder auto(AudioHint hint) {
        return new AutoDecoder(hint, Settings.MIX);
    }

    @Test
    void a_header_that_comes_byte_by_byte_costs_no_more_than_its_length() {
        byte[] wav = new WavFile()
                .chunk("JUNK", new byte[1_000_000])
                .format(WavFile.PCM, 1, 8_000, 16)
                .data(SAMPLES)
                .bytes();

        assertTimeoutPreemptively(
                ofSeconds(10),
                () -> assertThat(Cuts.BYTE_BY_BYTE.decode(auto(AudioHint.NONE), wav))
                        .isEqualTo(SAMPLES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.mp3", "a.aac", "a.ts"})
    void bytes_without_frames_are_searched_only_a_few_times(String fileName) {
        byte[] nothing = new byte[8 * 1024];
        Arrays.fill(nothing, (byte) 0xFF);

        assertTimeoutPreemptively(ofSeconds(10), () -> {
            for (int i = 0; i < 50; i++) {
                assertThatExceptionOfType(AudioException.class)
                        .isThrownBy(() -> Cuts.BYTE_BY_BYTE.decode(auto(AudioHint.of(fileName, null)), nothing));
            }
        });
    }
}
