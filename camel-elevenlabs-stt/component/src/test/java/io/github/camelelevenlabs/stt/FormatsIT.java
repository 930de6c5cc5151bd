package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.Id3Tag;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every accepted format is transcribed completely, from bytes, a stream and a file. */
class FormatsIT extends SttRouteSupport {

    /** The length of the pieces of a stream, in bytes. */
    private static final int PIECE = 1_000;

    private static final String WORDS_SAID = "one two three four five";

    /** Slower than the default tones, for the telephone codecs, whose frames last 20 ms. */
    private static final byte[] SAID = Tones.at(48_000)
            .pace(Duration.ofMillis(160), Duration.ofMillis(120))
            .say(WORDS_SAID)
            .wav();

    private static final String PICTURES = "-f lavfi -i color=size=64x48:rate=10 -map 0:a -map 1:v -shortest ";

    @TempDir
    Path folder;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
    }

    static Stream<Arguments> formats() {
        return Stream.of(
                // Decoded in Java.
                format("wav", "-c:a pcm_u8"),
                format("wav", "-c:a pcm_s16le -ar 44100 -ac 2"),
                format("wav", "-c:a pcm_s24le -ar 96000 -ac 2"),
                format("wav", "-c:a pcm_s32le -ar 11025"),
                format("wav", "-c:a pcm_f32le -ar 32000 -ac 6"),
                format("wav", "-c:a pcm_f64le -ar 88200"),
                format("wav", "-c:a pcm_mulaw -ar 8000"),
                format("wav", "-c:a pcm_alaw -ar 8000 -ac 2"),
                format("wav", "-c:a pcm_s16le -ar 16000 -rf64 always"),
                format("aiff", "-c:a pcm_s16be"),
                format("aiff", "-c:a pcm_s24be -ar 44100 -ac 2"),
                format("aiff", "-c:a pcm_s16le -ac 2"),
                format("aiff", "-c:a pcm_f32be"),
                format("aiff", "-c:a pcm_mulaw -ar 8000"),
                format("au", "-c:a pcm_s16be -ar 22050 -ac 2"),
                format("au", "-c:a pcm_mulaw -ar 8000"),
                format("au", "-c:a pcm_alaw -ar 16000"),
                format("au", "-c:a pcm_f32be"),
                // Decoded by ffmpeg.
                format("wav", "-c:a adpcm_ima_wav -ar 16000"),
                format("wav", "-c:a adpcm_ms -ar 22050"),
                format("aiff", "-c:a adpcm_ima_qt"),
                format("mp3", "-c:a libmp3lame -b:a 64k"),
                format("mp3", "-c:a libmp3lame -write_id3v2 0 -write_xing 0 -ar 22050"),
                format("mp2", "-c:a mp2"),
                format("ogg", "-c:a vorbis -strict -2 -ac 2"),
                format("ogg", "-c:a libspeex -ar 16000"),
                format("opus", "-c:a libopus -b:a 24k"),
                format("flac", "-c:a flac -ac 2"),
                format("m4a", "-c:a aac"),
                format("m4a", "-c:a aac -movflags +faststart"),
                format("mp4", "-c:a aac -movflags +frag_keyframe+empty_moov"),
                format("m4a", "-c:a alac"),
                format("mov", "-c:a pcm_s16be"),
                format("webm", "-c:a libopus"),
                format("mka", "-c:a vorbis -strict -2 -ac 2"),
                format("wma", "-c:a wmav2"),
                format("aac", "-c:a aac"),
                format("caf", "-c:a alac"),
                format("caf", "-c:a pcm_s16be"),
                format("amr", "-c:a libopencore_amrnb -ar 8000 -b:a 12.2k"),
                format("3gp", "-c:a libopencore_amrnb -ar 8000 -b:a 12.2k"),
                format("wv", "-c:a wavpack"),
                format("mp4", PICTURES + "-c:v mpeg4 -c:a aac"),
                format("mp4", PICTURES + "-c:v mpeg4 -c:a aac -movflags +faststart"),
                format("mkv", PICTURES + "-c:v mpeg4 -c:a libmp3lame"),
                format("webm", PICTURES + "-c:v libvpx -c:a libopus"),
                format("avi", PICTURES + "-c:v mpeg4 -c:a libmp3lame"),
                format("flv", PICTURES + "-c:v flv1 -c:a libmp3lame -ar 44100"),
                format("ts", PICTURES + "-c:v mpeg2video -r 25 -c:a mp2"),
                format("m2ts", PICTURES + "-c:v mpeg2video -r 25 -c:a ac3 -ac 2"),
                format(
                        "mxf",
                        "-f lavfi -i color=size=720x576:rate=25:duration=3 -map 1:v -map 0:a -c:v mpeg2video -c:a pcm_s16le"),
                format("sox", "-c:a pcm_s32le"),
                format("mpg", PICTURES + "-c:v mpeg2video -r 25 -c:a mp2"));
    }

    private static Arguments format(String extension, String options) {
        return Arguments.of(extension, options);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("formats")
    void every_format_is_transcribed_from_bytes_streams_and_files(String extension, String options) throws IOException {
        byte[] recording = Encoder.encode(SAID, extension, options);
        Path file = Files.write(folder.resolve("recording"), recording);
        List<CompletableFuture<Exchange>> results = Stream.of(recording, new ByteArrayInputStream(recording), file)
                .map(body -> template.asyncSend(
                        "direct:recording", exchange -> exchange.getIn().setBody(body)))
                .toList();
        assertThat(results)
                .extracting(CompletableFuture::join)
                .extracting(SttRouteSupport::textOf)
                .as("as bytes, as a stream, as a file")
                .containsExactly(WORDS_SAID, WORDS_SAID, WORDS_SAID);
    }

    /** Radio servers start within a frame. */
    @ParameterizedTest(name = "{0} {2}")
    @CsvSource({
        "mp3, audio/mpeg,             -c:a libmp3lame -b:a 64k -write_id3v2 0 -write_xing 0",
        "mp2, audio/mpeg,             -c:a mp2",
        "aac, audio/aacp,             -c:a aac",
        "ts,  video/mp2t,             -c:a aac",
        "ts,  application/octet-stream, -c:a aac",
    })
    void a_stream_may_start_in_the_middle_of_a_frame(String extension, String contentType, String options) {
        byte[] whole = Encoder.encode(SAID, extension, options);
        byte[] joined = Arrays.copyOfRange(whole, 100, whole.length);
        Map<String, Object> headers =
                Map.of(Exchange.CONTENT_TYPE, contentType, Exchange.FILE_NAME, "live." + extension);
        assertThat(textOf(send("direct:recording", joined, headers))).isEqualTo(WORDS_SAID);
        assertThat(textOf(send("direct:recording", new ByteArrayInputStream(joined), headers)))
                .isEqualTo(WORDS_SAID);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({"aac, -c:a aac", "flac, -c:a flac"})
    void an_id3_tag_does_not_turn_other_formats_into_mp3(String extension, String options) {
        byte[] tagged = Id3Tag.before(Encoder.encode(SAID, extension, options));
        assertThat(textOf(send("direct:recording", tagged, Map.of(Exchange.FILE_NAME, "talk." + extension))))
                .isEqualTo(WORDS_SAID);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "wav,  -c:a pcm_s24le -ar 44100 -ac 2",
        "mp3,  -c:a libmp3lame -b:a 64k",
        "webm, -c:a libopus",
        "ogg,  -c:a libopus",
        "mp4,  -c:a aac -movflags +frag_keyframe+empty_moov",
        "m4a,  -c:a aac",
    })
    void a_format_that_arrives_in_pieces_is_transcribed(String extension, String options) {
        byte[] recording = Encoder.encode(SAID, extension, options);
        for (int from = 0; from < recording.length; from += PIECE) {
            int to = Math.min(recording.length, from + PIECE);
            Exchange sent = send(
                    "direct:recording",
                    Arrays.copyOfRange(recording, from, to),
                    Map.of(SESSION_KEY, "a call", END_OF_AUDIO, to == recording.length));
            if (to == recording.length) {
                assertThat(textOf(sent)).isEqualTo(WORDS_SAID);
            } else {
                assertThat(sent.getException()).isNull();
            }
        }
    }
}
