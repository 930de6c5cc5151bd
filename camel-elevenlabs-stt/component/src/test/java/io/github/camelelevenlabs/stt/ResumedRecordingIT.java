package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.CHANNEL;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.COMMITTED_THROUGH;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_AT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.fetch.RawHttpServer;
import io.github.camelelevenlabs.stt.test.WavFile;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recordings that are transcribed from a position on, and the positions that transcripts give for it. */
class ResumedRecordingIT extends SttRouteSupport {

    private static final int RATE = 16_000;

    /** Between the two sentences. */
    private static final long BETWEEN = 3_000;

    @TempDir
    Path folder;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls?allowPrivateUrls=true");
        routes.from("direct:subtitles").to("elevenlabs-stt:calls?outputFormat=srt");
        routes.from("direct:split").to("elevenlabs-stt:calls?channels=split");
        routes.from("elevenlabs-stt:calls?includeTimestamps=true&includeSessionEvents=true")
                .to("mock:all");
    }

    private static Tones sentences() {
        return Tones.at(RATE)
                .say("one two three")
                .pause(ofSeconds(3))
                .say("four five six")
                .pause(ofSeconds(3))
                .say("seven eight");
    }

    private static Map<String, Object> from(Object position) {
        return Map.of(START_AT, position);
    }

    private List<Exchange> of(String type) {
        return mock("all").getExchanges().stream()
                .filter(exchange -> type.equals(exchange.getIn().getHeader(MESSAGE_TYPE)))
                .toList();
    }

    private <T> List<T> headers(String name, Class<T> type) {
        return of("committed_transcript").stream()
                .map(exchange -> exchange.getIn().getHeader(name, type))
                .toList();
    }

    @Test
    void a_file_is_transcribed_from_the_position_on_and_its_times_count_from_the_beginning() throws Exception {
        Path file = Files.write(folder.resolve("talk.wav"), sentences().wav());
        Exchange result = send("direct:recording", file, from(BETWEEN));
        assertThat(textOf(result)).isEqualTo("four five six seven eight");
        Segment first =
                (Segment) result.getMessage().getHeader(SEGMENTS, List.class).get(0);
        assertThat(first.startTime().orElseThrow()).isGreaterThan(BETWEEN);
        long left = sentences().duration().toMillis() - BETWEEN;
        byte[] wav = sentences().wav();
        byte[] rest = Arrays.copyOfRange(wav, wav.length - (int) left * 32, wav.length);
        byte[] sent = onlySession().audio();
        assertThat(Arrays.copyOf(sent, rest.length)).isEqualTo(rest);
        assertThat(Arrays.copyOfRange(sent, rest.length, sent.length))
                .as("silence that a commit may need, if the service has just committed by itself")
                .isEqualTo(new byte[sent.length - rest.length]);
        assertThat(result.getMessage().getHeader(AUDIO_DURATION)).isEqualTo(left);
        assertThat(of("committed_transcript"))
                .allSatisfy(
                        exchange -> assertThat(exchange.getIn().getHeaders()).doesNotContainKey(START_AT));
    }

    @ParameterizedTest
    @CsvSource({"mp3, -c:a libmp3lame", "m4a, -c:a aac", "ogg, -c:a libopus", "flac, ''"})
    void so_is_one_that_ffmpeg_decodes(String extension, String options) {
        byte[] encoded = Encoder.encode(sentences().wav(), extension, options);
        Exchange result = send("direct:recording", encoded, from(BETWEEN));
        assertThat(textOf(result)).isEqualTo("four five six seven eight");
        assertThat(headers(START_TIME, Long.class).get(0)).isCloseTo(startOfSecondSentence(), within(150L));
    }

    private static long startOfSecondSentence() {
        return Tones.at(RATE)
                .say("one two three")
                .pause(ofSeconds(3))
                .duration()
                .toMillis();
    }

    @Test
    void so_are_urls_and_hls_playlists() throws Exception {
        try (RawHttpServer server = RawHttpServer.start()) {
            server.at("/talk.wav", "audio/wav", sentences().wav());
            Encoder.encodeToFiles(sentences().wav(), "index.m3u8", "-c:a aac -hls_time 1 -hls_list_size 0 -f hls")
                    .forEach((name, bytes) -> server.at(
                            "/hls/" + name, name.endsWith("m3u8") ? "application/vnd.apple.mpegurl" : "", bytes));
            assertThat(textOf(send("direct:recording", server.url("/talk.wav"), from(BETWEEN))))
                    .isEqualTo("four five six seven eight");
            assertThat(textOf(send("direct:recording", server.url("/hls/index.m3u8"), from(BETWEEN))))
                    .isEqualTo("four five six seven eight");
            assertThat(headers(START_TIME, Long.class))
                    .allSatisfy(start -> assertThat(start).isGreaterThan(BETWEEN));
            await().until(() -> server.connections() == 0);
        }
    }

    @Test
    void subtitles_of_the_rest_show_at_the_times_of_the_whole() {
        String whole = (String) textOf(send("direct:subtitles", sentences().wav()));
        String rest = (String) textOf(send("direct:subtitles", sentences().wav(), from(BETWEEN)));
        String firstTime = rest.lines().skip(1).findFirst().orElseThrow();
        assertThat(firstTime.substring(0, 8)).isEqualTo("00:00:0" + startOfSecondSentence() / 1_000);
        assertThat(whole).contains(rest.lines().skip(2).findFirst().orElseThrow());
    }

    /** The same on two channels. */
    private static byte[] twice(Tones said) {
        byte[] left = said.pcm();
        ByteBuffer both = ByteBuffer.allocate(2 * left.length);
        ByteBuffer one = ByteBuffer.wrap(left);
        while (one.hasRemaining()) {
            short sample = one.getShort();
            both.putShort(sample).putShort(sample);
        }
        return WavFile.stereo(RATE, both.array());
    }

    @Test
    void every_channel_is_transcribed_from_there_on() {
        Exchange result = send("direct:split", twice(sentences()), from(BETWEEN));
        assertThat(textOf(result).toString().split(" "))
                .containsOnly("four", "five", "six", "seven", "eight")
                .hasSize(10);
        assertThat(headers(CHANNEL, Integer.class)).contains(0, 1);
        assertThat(headers(START_TIME, Long.class))
                .allSatisfy(start -> assertThat(start).isGreaterThan(BETWEEN));
        assertThat(headers(COMMITTED_THROUGH, Long.class)).doesNotContainNull().isSorted();
    }

    @Test
    void a_stream_goes_on_at_the_position_of_its_first_message() {
        byte[] rest = Tones.at(RATE).say("four five six").pcm();
        Map<String, Object> headers = Map.of(SESSION_KEY, "call", END_OF_AUDIO, true, START_AT, 600_000);
        assertThat(textOf(send("direct:recording", rest, headers))).isEqualTo("four five six");
        assertThat(headers(START_TIME, Long.class))
                .allSatisfy(start -> assertThat(start).isBetween(600_000L, 600_200L));
    }

    @Test
    void so_does_one_with_several_channels() {
        Map<String, Object> headers = Map.of(SESSION_KEY, "call", END_OF_AUDIO, true, START_AT, 600_000);
        assertThat(textOf(send("direct:split", twice(Tones.at(RATE).say("four")), headers)))
                .isEqualTo("four four");
        assertThat(headers(START_TIME, Long.class))
                .allSatisfy(start -> assertThat(start).isBetween(600_000L, 600_200L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "soon", "", "PT3S", "9223372036854775807", "12345678901234567890"})
    void a_position_is_a_whole_number_of_milliseconds(String position) {
        Exception failure = send("direct:recording", wav("one"), from(position)).getException();
        assertThat(failure)
                .isInstanceOf(ElevenLabsSttException.class)
                .hasMessageContaining("CamelElevenlabsSttStartAt=" + position
                        + " is not allowed; a whole number of milliseconds from 0");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void a_position_behind_the_end_is_an_error_that_costs_nothing() {
        Exception failure =
                send("direct:recording", wav("one two"), from(60_000)).getException();
        assertThat(failure)
                .isInstanceOfSatisfying(ElevenLabsSttException.class, why -> {
                    assertThat(why.getErrorType()).isEqualTo("invalid_audio");
                    assertThat(why.isRetryable()).isFalse();
                })
                .hasMessageContaining("the recording ends at ")
                .hasMessageContaining("is to be transcribed from 60000 ms on");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void the_position_at_the_very_end_leaves_nothing_to_transcribe() {
        long length = sentences().duration().toMillis();
        assertThat(textOf(send("direct:recording", sentences().wav(), from(length))))
                .isEqualTo("");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void every_transcript_says_how_far_the_audio_is_covered_and_so_does_the_end() {
        assertThat(textOf(send("direct:recording", sentences().wav())))
                .isEqualTo("one two three four five six seven eight");
        List<Long> through = headers(COMMITTED_THROUGH, Long.class);
        assertThat(through).hasSizeGreaterThanOrEqualTo(2).doesNotContainNull().isSorted();
        assertThat(through.get(0)).isGreaterThan(500).isLessThan(startOfSecondSentence());
        assertThat(of("session_ended").get(0).getIn().getHeader(COMMITTED_THROUGH, Long.class))
                .isEqualTo(sentences().duration().toMillis());
        assertThat(of("session_started").get(0).getIn().getHeaders()).doesNotContainKey(COMMITTED_THROUGH);
    }

    @Test
    void a_recording_goes_on_where_its_last_transcript_said() {
        send("direct:recording", sentences().wav());
        long covered = headers(COMMITTED_THROUGH, Long.class).get(0);
        assertThat(textOf(send("direct:recording", sentences().wav(), from(covered))))
                .isEqualTo("four five six seven eight");
    }

    @Test
    void a_recording_goes_on_where_its_failure_said() {
        emulator.script()
                .onConnection(1)
                .afterAudio(ofSeconds(5))
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1008));
        Exception failure =
                send("elevenlabs-stt:calls?readRate=10", sentences().wav()).getException();
        assertThat(failure).isInstanceOf(ElevenLabsSttException.class);
        ElevenLabsSttException why = (ElevenLabsSttException) failure;
        assertThat(why.getCommittedText()).isEqualTo("one two three");
        Exchange rest = send("direct:recording", sentences().wav(), from(why.getCommittedThrough()));
        assertThat(textOf(rest)).isEqualTo("four five six seven eight");
    }
}
