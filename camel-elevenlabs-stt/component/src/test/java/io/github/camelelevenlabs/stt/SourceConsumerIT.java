package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers that fetch their audio themselves. */
class SourceConsumerIT extends SourceRouteSupport {

    @Test
    void every_consumer_of_the_name_gets_a_recording_once() throws Exception {
        server.at("/talk.wav", "audio/wav", wav("one two | three"));
        addRoutes(routes -> routes.from("elevenlabs-stt:news").to("mock:others"));
        mock("news").expectedBodiesReceived("one two", "three");
        mock("others").expectedBodiesReceived("one two", "three");
        hear("/talk.wav", "");
        mock("news").assertIsSatisfied();
        mock("others").assertIsSatisfied();
        await().until(() -> !onlySession().isOpen());
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_live_stream_is_transcribed_while_it_comes() throws Exception {
        server.at("/live", reply -> onAir(reply, "one two"));
        hear("/live", "");
        await().until(() -> texts().equals(List.of("one two")));
        RecordedSession session = onlySession();
        assertThat(session.isOpen()).isTrue();
        List<Duration> arrivals = session.messages().stream()
                .map(RecordedSession.Message::arrival)
                .toList();
        Duration taken = arrivals.get(arrivals.size() - 1).minus(arrivals.get(0));
        assertThat(session.audioDuration()).isLessThan(taken.plusMillis(500));
    }

    @Test
    void stopping_the_route_ends_the_stream_and_delivers_its_last_transcripts() throws Exception {
        // No silence after the words: only the end of the audio commits them.
        CountDownLatch said = new CountDownLatch(1);
        server.at("/live", reply -> {
            reply.head("200 OK").send(endless("one two three"));
            said.countDown();
            reply.awaitGone();
        });
        hear("/live", "");
        said.await();
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().compareTo(ofMillis(500)) > 0);
        control("stop");
        assertThat(texts()).containsExactly("one two three");
        assertThat(onlySession().closeCode()).hasValue(1000);
        control("start");
        await().until(() -> server.requests().size() == 2);
    }

    @Test
    void stopping_the_context_does_so_too() throws Exception {
        server.at(
                "/live",
                reply -> reply.head("200 OK").send(endless("one two three")).awaitGone());
        hear("/live", "");
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().compareTo(ofMillis(500)) > 0);
        // A stopped context forgets its endpoints.
        MockEndpoint heard = mock("news");
        heard.expectedBodiesReceived("one two three");
        context.stop();
        heard.assertIsSatisfied();
    }

    @Test
    void with_restart_on_end_a_recording_goes_round_and_its_times_on() throws Exception {
        server.at("/jingle.wav", "audio/wav", wav("one two"));
        hear("/jingle.wav", "&restartOnEnd=true&includeTimestamps=true");
        await().until(() -> texts().size() >= 3);
        control("stop");
        assertThat(texts()).containsOnly("one two");
        assertThat(emulator.sessions()).hasSize(1);
        List<Long> expected = LongStream.range(0, texts().size())
                .mapToObj(round -> round * 400)
                .toList();
        List<Long> starts = headers(START_TIME, Long.class);
        for (int i = 0; i < starts.size(); i++) {
            assertThat(starts.get(i)).isBetween(expected.get(i) - 50, expected.get(i) + 50);
        }
    }

    @Test
    void a_suspended_route_closes_its_stream_and_opens_it_again_when_resumed() throws Exception {
        server.at("/live", reply -> reply.head("200 OK").send(endless("one")).awaitGone());
        hear("/live", "");
        await().until(() ->
                !emulator.sessions().isEmpty() && onlySession().audioDuration().toMillis() >= 100);
        control("suspend");
        await().until(() -> server.connections() == 0);
        assertThat(texts()).containsExactly("one");
        assertThat(onlySession().isOpen()).isFalse();
        control("resume");
        await().until(() -> emulator.sessions().size() == 2);
        control("stop");
        assertThat(texts()).containsExactly("one", "one");
    }

    @Test
    void a_station_that_goes_from_mp3_to_aac_goes_on_in_the_same_session_and_connection() throws Exception {
        byte[] mp3 = Encoder.encode(wav("one two |"), "mp3", "-b:a 64k -write_xing 0 -id3v2_version 0");
        byte[] aac = Encoder.encode(Tones.at(48_000).say("three four |").wav(), "aac", "-c:a aac");
        server.at(
                "/live",
                reply -> reply.head("200 OK", "Content-Type: audio/mpeg")
                        .trickle(mp3, 800, ofMillis(30))
                        .trickle(aac, 800, ofMillis(30))
                        .awaitGone());
        hear("/live", "&includeTimestamps=true");
        await().until(() -> texts().equals(List.of("one two", "three four")));
        assertThat(emulator.sessions()).hasSize(1);
        assertThat(server.requests()).hasSize(1);
        assertThat(headers(START_TIME, Long.class).get(1)).isBetween(2_350L, 2_550L);
    }

    @Test
    void the_url_is_opened_when_the_context_has_started() throws Exception {
        server.at("/talk.wav", "audio/wav", wav("one"));
        CamelContext fresh = createCamelContext();
        try {
            fresh.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("elevenlabs-stt:news?audioUrl=" + server.url("/talk.wav"))
                            .startupOrder(1)
                            .process(exchange -> {});
                    from("elevenlabs-stt:news?includeTimestamps=true")
                            .startupOrder(2)
                            .to("mock:late");
                }
            });
            assertThat(server.requests()).isEmpty();
            MockEndpoint late = fresh.getEndpoint("mock:late", MockEndpoint.class);
            late.expectedMessageCount(1);
            late.expectedHeaderReceived(START_TIME, 0L);
            fresh.start();
            late.assertIsSatisfied();
        } finally {
            fresh.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audioUrl=file:///etc/hostname", "audioUrl=hello", "restartOnEnd=true"})
    void invalid_combinations_are_refused_when_the_route_is_built(String options) {
        assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:news?" + options))
                .hasRootCauseInstanceOf(Exception.class)
                .hasStackTraceContaining("audioUrl");
    }

    @Test
    void a_producer_takes_its_urls_from_messages() {
        assertThatThrownBy(() -> send("elevenlabs-stt:news?audioUrl=http://radio.example/", "x"))
                .hasStackTraceContaining("from(\"elevenlabs-stt:news?audioUrl=");
    }
}
