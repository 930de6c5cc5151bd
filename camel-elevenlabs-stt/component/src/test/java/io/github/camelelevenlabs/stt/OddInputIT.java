package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unusual recordings are transcribed completely, or the loss is reported. */
class OddInputIT extends SttRouteSupport {

    private static final String SAID = "one two three four five";
    private static final byte[] WAV = Tones.at(48_000)
            .pace(Duration.ofMillis(160), Duration.ofMillis(120))
            .say(SAID)
            .wav();
    private static final byte[] ID3 = Arrays.copyOf(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 0x10, 0}, 10 + 2_048);

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "w64,  -c:a pcm_s16le",
        "ac3,  -c:a ac3 -ac 2",
        "eac3, -c:a eac3 -ac 2",
        "dts,  -c:a dca -strict -2 -ac 2",
        "tta,  -c:a tta -sample_fmt s16",
        "voc,  -c:a pcm_u8 -ar 16000",
        "rm,   -c:a real_144 -ar 8000",
    })
    void other_formats_of_ffmpeg_are_transcribed_whatever_their_declared_type(String extension, String options) {
        byte[] recording = Encoder.encode(WAV, extension, options);
        for (String type : new String[] {"application/octet-stream", "text/plain"}) {
            assertThat(textOf(send("direct:recording", recording, Map.of(Exchange.CONTENT_TYPE, type))))
                    .isEqualTo(SAID);
        }
        assertThat(textOf(send("direct:recording", new ByteArrayInputStream(recording))))
                .isEqualTo(SAID);
    }

    /** xWMA is WMA in a RIFF file of its own type. */
    @Test
    void xwma_is_transcribed() {
        byte[] xwma = Encoder.encode(WAV, "wav", "-c:a wmav2");
        System.arraycopy("XWMA".getBytes(StandardCharsets.US_ASCII), 0, xwma, 8, 4);
        assertThat(textOf(send("direct:recording", xwma))).isEqualTo(SAID);
    }

    /** No encoder for these formats is available from Maven. */
    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "4D414320960F0000, Monkey's Audio",
        "4D50434B53480C00, Musepack",
        "7442614B01000000, TAK",
        "616A6B6702000000, Shorten",
        "0264737300000000, DSS",
        "5249464600000000514C434D666D7420, QCP"
    })
    void a_broken_file_of_a_known_format_is_reported_by_its_format(String magic, String name) {
        byte[] file = Arrays.copyOf(HexFormat.of().parseHex(magic), 4_000);
        Exchange result = send("direct:recording", file, Map.of(Exchange.FILE_NAME, "memo.bin"));
        assertThat(result.getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("invalid_audio"));
        assertThat(result.getException()).hasMessageContaining("memo.bin is " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"styp", "sidx"})
    void an_mp4_may_begin_with_the_box_of_a_fragment(String type) {
        byte[] mp4 = Encoder.encode(WAV, "mp4", "-c:a aac -movflags +frag_keyframe+empty_moov+default_base_moof");
        byte[] box = Arrays.copyOf(new byte[] {0, 0, 0, 24}, 24);
        System.arraycopy(type.getBytes(StandardCharsets.US_ASCII), 0, box, 4, 4);
        System.arraycopy("msdh".getBytes(StandardCharsets.US_ASCII), 0, box, 8, 4);
        assertThat(textOf(send("direct:recording", joined(box, mp4)))).isEqualTo(SAID);
    }

    /** The description of its samples is in the missing header. */
    @Test
    void a_fragment_without_its_header_is_invalid_audio() {
        byte[] mp4 = Encoder.encode(WAV, "mp4", "-c:a aac -movflags +frag_keyframe+empty_moov");
        int fragment = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("moof") - 4;
        assertThat(send("direct:recording", Arrays.copyOfRange(mp4, fragment, mp4.length))
                        .getException())
                .hasMessageContaining("invalid_audio");
    }

    @Test
    void the_error_explains_why_a_recording_cannot_be_decoded() {
        byte[] m4a = Encoder.encode(WAV, "m4a", "-c:a aac");
        assertThat(send("direct:recording", Arrays.copyOf(m4a, m4a.length / 2), Map.of(Exchange.FILE_NAME, "a.m4a"))
                        .getException())
                .hasMessageContaining("a.m4a has no index (moov)");
        byte[] mkv = Encoder.encode(WAV, "mka", "-c:a libmp3lame");
        String text = new String(mkv, StandardCharsets.ISO_8859_1).replace("A_MPEG/L3", "A_UNKNOWN");
        assertThat(send(
                                "direct:recording",
                                text.getBytes(StandardCharsets.ISO_8859_1),
                                Map.of(Exchange.FILE_NAME, "a.mka"))
                        .getException())
                .hasMessageContaining("a.mka has sound in the codec ");
        for (String lock : new String[] {"drms", "enca"}) {
            String locked = new String(m4a, StandardCharsets.ISO_8859_1)
                    .replace("mp4a\0\0\0\0\0\0\0\1", lock + "\0\0\0\0\0\0\0\1");
            assertThat(send(
                                    "direct:recording",
                                    locked.getBytes(StandardCharsets.ISO_8859_1),
                                    Map.of(Exchange.FILE_NAME, "b.m4a"))
                            .getException())
                    .as(lock)
                    .hasMessageContaining("b.m4a is encrypted (DRM)");
        }
    }

    /** ffmpeg does not report Common Encryption; the samples it decodes are noise. */
    @Test
    void an_encrypted_recording_is_invalid_audio() {
        byte[] locked = Encoder.encode(
                WAV,
                "mp4",
                "-c:a aac -encryption_scheme cenc-aes-ctr -encryption_key 76a6c65c5ea762046bd749a2e632ccbb"
                        + " -encryption_kid a7e61c373e219033c21091fa607bf3b8");
        assertThat(send("direct:recording", locked).getException()).hasMessageContaining("invalid_audio");
    }

    @Test
    void sphere_is_transcribed() {
        byte[] pcm = Tones.pcm(16_000, SAID);
        String head = "NIST_1A\n   1024\nsample_count -i " + pcm.length / 2 + "\nsample_n_bytes -i 2\n"
                + "channel_count -i 1\nsample_byte_format -s2 01\nsample_rate -i 16000\nsample_coding -s3 pcm\nend_head\n";
        byte[] file = Arrays.copyOf(head.getBytes(StandardCharsets.US_ASCII), 1_024 + pcm.length);
        System.arraycopy(pcm, 0, file, 1_024, pcm.length);
        assertThat(textOf(send("direct:recording", file))).isEqualTo(SAID);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "wav,  -c:a pcm_s16le -ac 2",
        "wav,  -c:a pcm_s24le -ac 2 -ar 44100",
        "aiff, -c:a pcm_s16be -ac 2",
        "wav,  -c:a adpcm_ima_wav -ac 2",
        "mp3,  -c:a libmp3lame -joint_stereo 0 -b:a 192k",
        "m4a,  -c:a aac -b:a 192k",
        "flac, -c:a flac",
        "ogg,  -c:a libopus -b:a 192k",
    })
    void channels_that_cancel_out_are_transcribed_and_reported(String extension, String options) {
        byte[] inverted = Encoder.encode(WAV, extension, "-af pan=stereo|c0=c0|c1=-1*c0 " + options);
        try (CapturedLog log = CapturedLog.everything()) {
            Exchange result = send("direct:recording", inverted);
            assertThat(textOf(result)).isEqualTo(SAID);
            assertThat(result.getMessage().getHeader(AUDIO_DURATION, Long.class))
                    .isBetween(1_200L, 1_600L);
            assertThat(log.of(Notices.class)).anyMatch(line -> line.contains("channels cancel out"));
        }
    }

    @ParameterizedTest(name = "{0} {2} {3}")
    @CsvSource({
        "aac,  -c:a aac,           application/octet-stream, ",
        "aac,  -c:a aac,           audio/mpeg, ",
        "flac, -c:a flac,          text/plain, ",
        "flac, -c:a flac,          audio/mpeg, talk.mp3",
        "wav,  -c:a pcm_s16le,     audio/mpeg, ",
        "ogg,  -c:a libopus,       application/octet-stream, ",
        "ac3,  -c:a ac3 -ac 2,     audio/mpeg, ",
        "mp3,  -c:a libmp3lame,    application/octet-stream, upload.bin",
    })
    void a_tag_before_a_recording_does_not_hide_its_format(String extension, String options, String type, String name) {
        byte[] tagged = joined(ID3, Encoder.encode(WAV, extension, options));
        Map<String, Object> headers = name == null
                ? Map.of(Exchange.CONTENT_TYPE, type)
                : Map.of(Exchange.CONTENT_TYPE, type, Exchange.FILE_NAME, name);
        assertThat(textOf(send("direct:recording", tagged, headers))).isEqualTo(SAID);
        assertThat(textOf(send("direct:recording", new ByteArrayInputStream(tagged), headers)))
                .isEqualTo(SAID);
    }

    @Test
    void two_joined_wav_files_are_both_transcribed() {
        byte[] second = Encoder.encode(Tones.at(48_000).say("six seven").wav(), "wav", "-ac 2 -ar 8000 -c:a pcm_alaw");
        Exchange result = send(
                "direct:recording",
                joined(
                        Tones.at(16_000)
                                .say("one two")
                                .pause(Duration.ofSeconds(1))
                                .wav(),
                        second));
        assertThat(textOf(result)).isEqualTo("one two six seven");
    }

    @Test
    void a_file_after_a_wav_is_reported() {
        byte[] mp3 = Encoder.encode(WAV, "mp3", "-c:a libmp3lame");
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(textOf(send("direct:recording", joined(wav("one two"), mp3))))
                    .isEqualTo("one two");
            assertThat(log.of(Notices.class))
                    .anyMatch(line -> line.contains("WARN") && line.contains("not all of the audio is heard"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "utf-8",
                "aws-chunked",
                "",
                "identity",
                "binary",
                "8bit",
                "gzip",
                "GZIP",
                "x-gzip, identity",
                "gzip;q=1.0",
                " , ",
                "pcm",
                "UTF-8;q=0.5",
                "br"
            })
    void uncompressed_bytes_are_transcribed_whatever_content_encoding_is_declared(String encoding) {
        assertThat(textOf(send("direct:recording", wav("one two"), Map.of(Exchange.CONTENT_ENCODING, encoding))))
                .isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, br", "BR", "identity, zstd", "br;q=1.0", "x-gzip deflate"})
    void compressed_bytes_are_refused(String encoding) {
        byte[] bytes = new byte[20_000];
        new java.util.Random(1).nextBytes(bytes);
        assertThat(send("direct:recording", bytes, Map.of(Exchange.CONTENT_ENCODING, encoding))
                        .getException())
                .hasMessageContaining("is compressed (Content-Encoding: " + encoding + ")");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void bytes_that_do_not_look_like_sound_are_sent_with_one_warning_for_the_endpoint() {
        byte[] bytes = new byte[20_000];
        new java.util.Random(1).nextBytes(bytes);
        try (CapturedLog log = CapturedLog.everything()) {
            send("direct:recording", bytes);
            send("direct:recording", bytes);
            assertThat(log.of(Notices.class).stream()
                            .filter(line -> line.contains("WARN") && line.contains("look like sound")))
                    .hasSize(1);
        }
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
