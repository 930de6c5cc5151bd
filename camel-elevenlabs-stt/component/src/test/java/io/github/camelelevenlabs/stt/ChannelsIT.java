package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.CHANNEL;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Recordings with one speaker on each channel. */
class ChannelsIT extends SttRouteSupport {

    private static final int RATE = 16_000;

    /** A piece length, in bytes, that cuts a sample. */
    private static final int ODD_PIECE = 33_333;

    private static final Duration MAX_PADDING = ofSeconds(2);

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:call").to("elevenlabs-stt:calls?channels=split");
        routes.from("direct:one-place").to("elevenlabs-stt:calls?channels=split&maxConcurrentSessions=1");
        routes.from("direct:three-places").to("elevenlabs-stt:calls?channels=split&maxConcurrentSessions=3");
        routes.from("direct:mixed").to("elevenlabs-stt:calls");
        routes.from("elevenlabs-stt:calls").to("mock:transcripts");
    }

    /** A conversation: the left speaker, the right one, then the left one again. */
    private static byte[] call() {
        byte[] left = Tones.at(RATE)
                .say("one two")
                .pause(ofSeconds(6))
                .say("five")
                .pause(ofSeconds(2))
                .pcm();
        byte[] right = Tones.at(RATE).pause(ofSeconds(3)).say("three four").pcm();
        return stereo(left, right);
    }

    private static byte[] recordedCall() {
        return WavFile.stereo(RATE, call());
    }

    private static byte[] stereo(byte[] left, byte[] right) {
        ByteBuffer both = ByteBuffer.allocate(2 * Math.max(left.length, right.length));
        ByteBuffer first = ByteBuffer.wrap(Arrays.copyOf(left, both.capacity() / 2));
        ByteBuffer second = ByteBuffer.wrap(Arrays.copyOf(right, both.capacity() / 2));
        while (both.hasRemaining()) {
            both.putShort(first.getShort()).putShort(second.getShort());
        }
        return both.array();
    }

    @Test
    void each_channel_is_transcribed_separately_and_segments_arrive_in_the_order_of_speech() throws Exception {
        mock("transcripts").expectedBodiesReceived("one two", "three four", "five");
        Exchange result = send("direct:call", recordedCall());
        assertThat(textOf(result)).isEqualTo("one two three four five");
        mock("transcripts").assertIsSatisfied();
        assertThat(headers(CHANNEL)).containsExactly(0, 1, 0);
        assertThat(headers(SEGMENT_INDEX)).containsExactly(0, 1, 2);
        assertThat(headers(SESSION_ID)).containsOnly(result.getMessage().getHeader(SESSION_ID));
        assertThat(headers(START_TIME)).doesNotContainNull().isSorted();
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_partial_transcript_names_its_channel() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:slow").to("elevenlabs-stt:partials?channels=split&readRate=8");
            routes.from("elevenlabs-stt:partials?includePartials=true").to("mock:partials");
        });
        assertThat(textOf(send("direct:slow", recordedCall()))).isEqualTo("one two three four five");
        assertThat(mock("partials").getExchanges())
                .filteredOn(
                        exchange -> "partial_transcript".equals(exchange.getIn().getHeader(MESSAGE_TYPE)))
                .extracting(exchange -> exchange.getIn().getHeader(CHANNEL))
                .contains(0, 1)
                .containsOnly(0, 1);
    }

    @Test
    void the_result_merges_the_channels_and_counts_the_billed_audio() {
        Exchange result = send("direct:call", recordedCall());
        long audio = call().length / 4 * 1_000L / RATE;
        assertThat(result.getMessage().getHeaders())
                .containsEntry(AUDIO_DURATION, audio)
                .doesNotContainKey(CHANNEL);
        assertThat((Long) result.getMessage().getHeader(AUDIO_SENT))
                .as("both channels, and the silence that a commit needs after a pause")
                .isBetween(2 * audio, 2 * audio + MAX_PADDING.toMillis());
        List<?> segments = result.getMessage().getHeader(SEGMENTS, List.class);
        assertThat(segments)
                .extracting(segment -> ((Segment) segment).channel(), segment -> ((Segment) segment).text())
                .containsExactly(tuple(0, "one two"), tuple(1, "three four"), tuple(0, "five"));
    }

    @Test
    void every_channel_is_transcribed_although_every_connection_breaks_after_two_seconds() throws Exception {
        addRoutes(routes -> routes.from("direct:short")
                .to("elevenlabs-stt:calls?channels=split&reconnectDelay=1&maxReconnectAttempts=1"));
        emulator.script().onEveryConnection().afterAudio(ofSeconds(2)).fault(new Fault.DropConnection());
        assertThat(textOf(send("direct:short", recordedCall()))).isEqualTo("one two three four five");
        assertThat(emulator.sessions()).hasSizeGreaterThan(6);
    }

    @Test
    void mixed_channels_are_transcribed_in_one_session() {
        Exchange result = send("direct:mixed", recordedCall());
        assertThat(textOf(result)).isEqualTo("one two three four five");
        assertThat((Long) result.getMessage().getHeader(AUDIO_DURATION)).isEqualTo(call().length / 4 * 1_000L / RATE);
    }

    @Test
    void a_mono_recording_is_channel_0() throws Exception {
        mock("transcripts").expectedBodiesReceived("one");
        assertThat(textOf(send("direct:call", wav("one")))).isEqualTo("one");
        mock("transcripts").assertIsSatisfied();
        assertThat(headers(CHANNEL)).containsExactly(0);
    }

    @Test
    void channels_of_a_format_that_ffmpeg_decodes_are_split() {
        byte[] flac = Encoder.encode(recordedCall(), "flac", "");
        assertThat(textOf(send("direct:call", flac))).isEqualTo("one two three four five");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void a_stream_of_interleaved_samples_is_split() throws Exception {
        byte[] samples = call();
        mock("transcripts").expectedBodiesReceived("one two", "three four", "five");
        for (int from = 0; from < samples.length; from += ODD_PIECE) {
            int to = Math.min(samples.length, from + ODD_PIECE);
            Exchange sent = send(
                    "direct:call",
                    Arrays.copyOfRange(samples, from, to),
                    Map.of(
                            SESSION_KEY,
                            "a call",
                            Exchange.CONTENT_TYPE,
                            "audio/pcm;rate=16000;channels=2",
                            END_OF_AUDIO,
                            to == samples.length));
            assertThat(sent.getException()).isNull();
        }
        mock("transcripts").assertIsSatisfied();
        assertThat(headers(CHANNEL)).containsExactly(0, 1, 0);
    }

    @Test
    void a_failed_channel_fails_the_recording() {
        emulator.script()
                .onConnection(2)
                .afterAudio(ofSeconds(1))
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000));
        Exception failure = send("direct:call", recordedCall()).getException();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        died -> assertThat(died.getErrorType()).isEqualTo("quota_exceeded"));
        assertThat(failure).hasMessageContaining("channel ");
        await().untilAsserted(() -> assertThat(emulator.sessions()).noneMatch(session -> session.isOpen()));
    }

    @Test
    void a_recording_with_more_channels_than_allowed_sessions_fails_with_advice() {
        assertThat(send("direct:one-place", recordedCall()).getException())
                .hasMessageContaining("2 channels")
                .hasMessageContaining("maxConcurrentSessions=1")
                .hasMessageContaining("channels=mix");
        assertThat(emulator.sessions()).isEmpty();
    }

    @Test
    void recordings_that_compete_for_sessions_do_not_deadlock() {
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 6)
                .mapToObj(i -> template.asyncSend(
                        "direct:three-places", exchange -> exchange.getIn().setBody(recordedCall())))
                .toList();
        assertThat(calls)
                .extracting(CompletableFuture::join)
                .extracting(SttRouteSupport::textOf)
                .containsOnly("one two three four five");
    }

    @Override
    boolean expectsViolations() {
        return true;
    }

    private List<Object> headers(String name) {
        return mock("transcripts").getExchanges().stream()
                .map(exchange -> exchange.getIn().getHeader(name))
                .toList();
    }
}
