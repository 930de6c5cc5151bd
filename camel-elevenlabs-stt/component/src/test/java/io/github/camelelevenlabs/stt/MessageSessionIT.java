package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.CONFIDENCE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_TIME;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.PREVIOUS_TEXT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.RECONNECTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_INDEX;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.WORDS;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message is one recording. */
class MessageSessionIT extends SttRouteSupport {

    private static final String WORDS_SAID = "one two three four";

    @TempDir
    static Path folder;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("elevenlabs-stt:calls?includeTimestamps=true").to("mock:transcripts");
    }

    static Stream<Object> bodies() throws IOException {
        byte[] wav = wav(WORDS_SAID);
        Path file = Files.write(folder.resolve("call.wav"), wav);
        ByteBuffer direct = ByteBuffer.allocateDirect(wav.length).put(wav).flip();
        InputStream trickle = new ByteArrayInputStream(wav) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 7));
            }
        };
        return Stream.of(
                wav,
                ByteBuffer.wrap(wav),
                ByteBuffer.wrap(wav).asReadOnlyBuffer(),
                direct,
                new ByteArrayInputStream(wav),
                trickle,
                file,
                file.toFile(),
                wrapped(file.toFile()),
                wrapped(wav));
    }

    /** The body types of the file component and of the FTP component. */
    private static GenericFile<Object> wrapped(Object content) {
        GenericFile<Object> file = new GenericFile<>();
        file.setFile(content);
        file.setBody(content);
        return file;
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void any_body_that_holds_audio_becomes_text(Object body) {
        assertThat(textOf(send("direct:recording", body))).isEqualTo(WORDS_SAID);
        assertThat(onlySession().closeCode()).hasValue(1000);
    }

    @ParameterizedTest
    @EnumSource(PcmFormat.class)
    void raw_audio_of_every_format_is_sent_as_it_is(PcmFormat format) {
        Tones tones = Tones.at(format.sampleRate()).say(WORDS_SAID);
        byte[] raw = format == PcmFormat.ULAW_8000 ? tones.ulaw() : tones.pcm();
        assertThat(textOf(send("direct:recording", raw, Map.of(AUDIO_FORMAT, format.wireName()))))
                .isEqualTo(WORDS_SAID);
        assertThat(onlySession().audio()).isEqualTo(raw);
        assertThat(onlySession().parameter("audio_format")).isEqualTo(format.wireName());
    }

    @Test
    void the_file_component_delivers_recordings_and_moves_them_when_they_are_transcribed() throws Exception {
        Path inbox = Files.createDirectory(folder.resolve("inbox"));
        Files.write(inbox.resolve("a.wav"), wav("five six"));
        addRoutes(routes ->
                routes.from("file:" + inbox + "?initialDelay=0&delay=50").to("direct:recording"));
        mock("transcripts").expectedBodiesReceived("five six");
        mock("transcripts").assertIsSatisfied();
        assertThat(mock("transcripts").getExchanges().get(0).getIn().getHeader(Exchange.FILE_NAME))
                .isEqualTo("a.wav");
        await().until(() -> Files.exists(inbox.resolve(".camel/a.wav")));
    }

    @Test
    void the_result_carries_durations_and_counts() {
        Exchange result = send("direct:recording", wav(WORDS_SAID), Map.of("mine", "kept"));
        Map<String, Object> headers = result.getMessage().getHeaders();
        assertThat(headers)
                .containsEntry("mine", "kept")
                .containsEntry(AUDIO_DURATION, 800L)
                .containsEntry(AUDIO_SENT, 800L)
                .containsEntry(RECONNECTS, 0)
                .containsKey(SESSION_ID);
        assertThat((List<?>) headers.get(SEGMENTS)).hasSize(1).first().isInstanceOf(Segment.class);
    }

    @Test
    void every_transcript_is_an_exchange_with_its_times_and_the_headers_of_its_recording() throws Exception {
        byte[] audio =
                Tones.at(16_000).say("one two").pause(ofSeconds(3)).say("three").wav();
        mock("transcripts").expectedBodiesReceived("one two", "three");
        Exchange result = send("direct:recording", audio, Map.of("callId", "42", OUTPUT_FORMAT, "text"));
        assertThat(textOf(result)).isEqualTo("one two three");
        mock("transcripts").assertIsSatisfied();

        Map<String, Object> second =
                mock("transcripts").getExchanges().get(1).getIn().getHeaders();
        String sessionId = result.getMessage().getHeader(SESSION_ID, String.class);
        assertThat(second)
                .containsEntry("callId", "42")
                .containsEntry(MESSAGE_TYPE, "committed_transcript")
                .containsEntry(SESSION_ID, sessionId)
                .containsEntry(SEGMENT_INDEX, 1)
                .containsEntry(SEGMENT_ID, sessionId + "-1")
                .doesNotContainKey(OUTPUT_FORMAT);
        assertThat((Long) second.get(START_TIME)).isCloseTo(3_400L, within(100L));
        assertThat((Long) second.get(END_TIME)).isCloseTo(3_500L, within(100L));
        assertThat((Double) second.get(CONFIDENCE)).isBetween(0.0, 1.0);
        assertThat((List<?>) second.get(WORDS))
                .singleElement()
                .isInstanceOfSatisfying(
                        Word.class, word -> assertThat(word.text()).isEqualTo("three"));
    }

    @Test
    void only_the_consumers_of_the_name_get_its_transcripts() throws Exception {
        addRoutes(routes -> {
            routes.from("elevenlabs-stt:calls?outputFormat=transcript").to("mock:second");
            routes.from("elevenlabs-stt:others").to("mock:others");
        });
        mock("transcripts").expectedBodiesReceived("one");
        mock("second").expectedMessageCount(1);
        mock("others").expectedMessageCount(0);
        send("direct:recording", wav("one"));
        mock("second").assertIsSatisfied();
        mock("transcripts").assertIsSatisfied();
        mock("others").assertIsSatisfied();
        assertThat(mock("second").getExchanges().get(0).getIn().getBody())
                .isInstanceOfSatisfying(
                        Segment.class, segment -> assertThat(segment.words()).hasSize(1));
    }

    @Test
    void the_result_is_a_transcript_object_when_requested() {
        Exchange result = send("direct:recording", wav("one two"), Map.of(OUTPUT_FORMAT, "transcript"));
        assertThat(textOf(result)).isInstanceOfSatisfying(Transcript.class, transcript -> {
            assertThat(transcript.text()).isEqualTo("one two");
            assertThat(transcript.words()).extracting(Word::text).containsExactly("one", "two");
        });
        assertThat(result.getMessage().getBody(String.class)).isEqualTo("one two");
    }

    @Test
    void a_recording_completes_after_its_transcript_was_routed() throws Exception {
        CountDownLatch routed = new CountDownLatch(1);
        addRoutes(routes -> {
            routes.from("direct:slow").to("elevenlabs-stt:slow");
            routes.from("elevenlabs-stt:slow").process(exchange -> routed.await());
        });
        CompletableFuture<Exchange> sent =
                template.asyncSend("direct:slow", exchange -> exchange.getIn().setBody(wav("one")));
        await().until(() -> !emulator.sessions().isEmpty() && !onlySession().isOpen());
        assertThat(sent).isNotDone();
        routed.countDown();
        await().untilAsserted(() -> assertThat(sent).isDone());
    }

    @Test
    void a_failing_consumer_fails_the_recording_and_no_other_consumer() throws Exception {
        IllegalStateException broken = new IllegalStateException("database down");
        addRoutes(routes -> {
            routes.from("direct:failing").to("elevenlabs-stt:failing");
            routes.from("elevenlabs-stt:failing").throwException(broken);
            routes.from("elevenlabs-stt:failing").to("mock:unharmed");
        });
        byte[] audio =
                Tones.at(16_000).say("one").pause(ofSeconds(3)).say("two").wav();
        mock("unharmed").expectedBodiesReceived("one", "two");
        assertThat(send("direct:failing", audio).getException()).isSameAs(broken);
        mock("unharmed").assertIsSatisfied();
        assertThat(textOf(send("direct:recording", wav("three")))).isEqualTo("three");
    }

    @Test
    void sessions_are_routed_in_parallel_and_each_in_order() throws Exception {
        List<String> routed = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch bothAreRouting = new CountDownLatch(2);
        addRoutes(routes -> {
            routes.from("direct:order").to("elevenlabs-stt:order");
            routes.from("elevenlabs-stt:order").process(exchange -> {
                if (exchange.getIn().getHeader(SEGMENT_INDEX, Integer.class) == 0) {
                    bothAreRouting.countDown();
                    bothAreRouting.await();
                }
                routed.add(exchange.getIn().getHeader("call") + " "
                        + exchange.getIn().getBody());
            });
        });
        List<CompletableFuture<Exchange>> calls = Stream.of("a", "b")
                .map(call -> template.asyncSend("direct:order", exchange -> {
                    exchange.getIn().setHeader("call", call);
                    exchange.getIn()
                            .setBody(Tones.at(16_000)
                                    .say("one")
                                    .pause(ofSeconds(2))
                                    .say("two")
                                    .pause(ofSeconds(2))
                                    .say("three")
                                    .wav());
                }))
                .toList();
        calls.forEach(CompletableFuture::join);
        assertThat(routed).filteredOn(text -> text.startsWith("a")).containsExactly("a one", "a two", "a three");
        assertThat(routed).filteredOn(text -> text.startsWith("b")).containsExactly("b one", "b two", "b three");
    }

    @Test
    void only_consumers_with_include_partials_get_partials() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:partials").to("elevenlabs-stt:partials?readRate=20");
            routes.from("elevenlabs-stt:partials?includePartials=true").to("mock:all");
            routes.from("elevenlabs-stt:partials").to("mock:final");
        });
        String words =
                "one two three four five six seven eight nine zero one two three four five six seven eight nine zero";
        mock("final").expectedBodiesReceived(words);
        send("direct:partials", wav(words));
        mock("final").assertIsSatisfied();
        List<String> types = mock("all").getExchanges().stream()
                .map(exchange -> exchange.getIn().getHeader(MESSAGE_TYPE, String.class))
                .toList();
        assertThat(types).contains("partial_transcript").endsWith("committed_transcript");
        assertThat(types).filteredOn("committed_transcript"::equals).hasSize(1);
    }

    @Test
    void only_consumers_with_include_session_events_get_session_events() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:events").to("elevenlabs-stt:events");
            routes.from("elevenlabs-stt:events?includeSessionEvents=true").to("mock:events");
            routes.from("elevenlabs-stt:events").to("mock:texts");
        });
        mock("texts").expectedBodiesReceived("one two");
        send("direct:events", wav("one two"), Map.of("callId", "42"));
        mock("texts").assertIsSatisfied();
        assertThat(mock("events").getExchanges())
                .extracting(exchange -> exchange.getIn().getHeader(MESSAGE_TYPE))
                .containsExactly("session_started", "committed_transcript", "session_ended");
        assertThat(mock("events").getExchanges().get(2).getIn().getHeaders())
                .containsEntry("callId", "42")
                .containsEntry(AUDIO_DURATION, 400L)
                .containsEntry(RECONNECTS, 0);
    }

    @Test
    void without_waiting_for_the_transcript_the_exchange_completes_when_its_audio_is_read() throws Exception {
        CountDownLatch routed = new CountDownLatch(1);
        addRoutes(routes -> {
            routes.from("direct:unawaited").to("elevenlabs-stt:unawaited?waitForTranscript=false");
            routes.from("elevenlabs-stt:unawaited")
                    .process(exchange -> routed.await())
                    .to("mock:unawaited");
        });
        mock("unawaited").expectedBodiesReceived("one");
        byte[] audio = wav("one");
        assertThat(textOf(send("direct:unawaited", audio))).isSameAs(audio);
        routed.countDown();
        mock("unawaited").assertIsSatisfied();
    }

    @Test
    void headers_override_the_options_of_their_message() {
        send("direct:recording", wav("one"), Map.of(LANGUAGE_CODE, "de", PREVIOUS_TEXT, "Vorher gesagt"));
        assertThat(onlySession().parameter("language_code")).isEqualTo("de");
        assertThat(onlySession().previousText()).isEqualTo("Vorher gesagt");
    }

    @Test
    void the_client_commits_long_recordings_before_the_service_does() throws Exception {
        addRoutes(routes -> routes.from("direct:manual").to("elevenlabs-stt:manual?commitStrategy=manual"));
        String minute = String.join(" ", Collections.nCopies(30, "one two three four five six seven eight nine zero"));
        assertThat(textOf(send("direct:manual", wav(minute)))).isEqualTo(minute);
        assertThat(onlySession().commits()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void a_thousand_equal_words_are_all_transcribed() {
        String words = String.join(" ", Collections.nCopies(100, "seven"));
        assertThat(textOf(send("direct:recording", wav(words)))).isEqualTo(words);
    }

    @Test
    void silence_gives_an_empty_transcript_and_no_exchange() throws Exception {
        mock("transcripts").expectedMessageCount(0);
        assertThat(textOf(send(
                        "direct:recording", Tones.at(16_000).pause(ofSeconds(3)).wav())))
                .isEqualTo("");
        mock("transcripts").assertIsSatisfied();
    }

    @Test
    void sessions_above_the_limit_wait() throws Exception {
        addRoutes(routes -> routes.from("direct:limited").to("elevenlabs-stt:limited?maxConcurrentSessions=2"));
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 6)
                .mapToObj(call -> template.asyncSend(
                        "direct:limited", exchange -> exchange.getIn().setBody(wav("one"))))
                .toList();
        calls.forEach(call -> assertThat(textOf(call.join())).isEqualTo("one"));
        assertThat(emulator.sessions()).hasSize(6);
    }
}
