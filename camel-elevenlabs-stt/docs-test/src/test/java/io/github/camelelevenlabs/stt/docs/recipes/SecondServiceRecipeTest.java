package io.github.camelelevenlabs.stt.docs.recipes;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_ID;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.repository.FileSessionRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the first region is down in the middle of a recording or of a call, the second one goes on, and every word comes exactly once. */
class SecondServiceRecipeTest extends RecipeSupport {

    private static final List<String> SENTENCES =
            List.of("one two three", "four five six", "seven eight nine", "zero one two", "three four five");
    private static final String ALL = String.join(" ", SENTENCES);

    @TempDir
    private Path sessions;

    private final SttEmulator second = SttEmulator.builder()
            .behaviour(Behaviour.prompt())
            .apiKey("second key")
            .start();

    /** What was routed, in order: the id, the text and when it was said. */
    private final List<Said> said = Collections.synchronizedList(new ArrayList<>());

    private AsyncProducer calls;

    private record Said(String id, String text, long start) {}

    @BeforeEach
    void start_routes() throws Exception {
        options().setReadRate(10);
        options().setReconnectDelay(50);
        property("second.url", second.uri());
        property("second.key", "second key");
        context.getRegistry().bind("sessions", new FileSessionRepository(sessions));
        context.addRoutes(new SecondServiceRoutes());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:transcript")
                        .process(exchange -> said.add(new Said(
                                exchange.getIn().getHeader(SEGMENT_ID, String.class),
                                exchange.getIn().getBody(String.class),
                                exchange.getIn().getHeader(START_TIME, Long.class))));
            }
        });
        start();
        calls = context.getEndpoint("direct:call").createAsyncProducer();
        calls.start();
    }

    @AfterEach
    void stop_the_second() {
        context.stop();
        second.stop();
        assertThat(second.violations()).isEmpty();
    }

    private static Tones talk() {
        Tones tones = Tones.at(16_000);
        SENTENCES.forEach(sentence -> tones.say(sentence).pause(Duration.ofSeconds(2)));
        return tones;
    }

    private static long startOf(int sentence) {
        return sentence * 2_600L;
    }

    private void firstRegionGoesDown() {
        await().until(() -> !said.isEmpty());
        emulator.stop();
    }

    /** Every word once, where it was said. */
    private void everythingIsSaidOnce() {
        assertThat(said.stream().map(Said::text).reduce((one, next) -> one + " " + next))
                .contains(ALL);
        for (Said one : said) {
            int sentence = SENTENCES.indexOf(one.text());
            assertThat(sentence).as(one.toString()).isNotNegative();
            assertThat(one.start()).isBetween(startOf(sentence) - 100, startOf(sentence) + 200);
        }
        assertThat(second.sessions()).isNotEmpty();
    }

    private void itIsOneSession() {
        String id = said.get(0).id().replaceAll("-\\d+$", "");
        for (int i = 0; i < said.size(); i++) {
            assertThat(said.get(i).id()).isEqualTo(id + "-" + i);
        }
    }

    @Test
    void a_recording_goes_on_in_the_second_region() throws Exception {
        CompletableFuture<Exchange> done = CompletableFuture.supplyAsync(
                () -> send("direct:recording", talk().wav(), Map.of("recording", "talk")));
        firstRegionGoesDown();
        Exchange result = done.get();
        assertThat(result.getException()).isNull();
        assertThat(result.getMessage().getBody(String.class)).isEqualTo(ALL);
        everythingIsSaidOnce();
        itIsOneSession();
        assertThat(second.sessions().get(0).audioDuration()).isLessThan(Duration.ofSeconds(13));

        assertThat(send("direct:recording", wav("six seven"), Map.of("recording", "next"))
                        .getMessage()
                        .getBody())
                .as("the next recording goes to the second region at once")
                .isEqualTo("six seven");
    }

    @Test
    void a_recording_goes_on_without_a_repository() throws Exception {
        CompletableFuture<Exchange> done =
                CompletableFuture.supplyAsync(() -> send("direct:without-a-repository", talk().wav(), Map.of()));
        firstRegionGoesDown();
        assertThat(done.get().getException()).isNull();
        everythingIsSaidOnce();
    }

    @Test
    void a_call_goes_on_in_the_second_region_and_its_audio_in_between_is_not_lost() throws Exception {
        byte[] audio = talk().pcm();
        List<CompletableFuture<Exchange>> pieces = new ArrayList<>();
        int half = 6_400;
        for (int at = 0; at < audio.length; at += half) {
            pieces.add(piece(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + half)), at / 32));
            if (at / 32 == 3_000) {
                firstRegionGoesDown();
            }
        }
        CompletableFuture<Exchange> end = end();
        assertThat(end.get().getException()).isNull();
        assertThat(end.get().getMessage().getBody(String.class)).isEqualTo(ALL);
        everythingIsSaidOnce();
        itIsOneSession();
        assertThat(end.get().getMessage().getHeader(SESSION_ID, String.class))
                .isEqualTo(said.get(0).id().replaceAll("-\\d+$", ""));
        for (CompletableFuture<Exchange> piece : pieces) {
            assertThat(piece.get().getException()).isNull();
        }
    }

    private CompletableFuture<Exchange> piece(byte[] audio, long position) {
        return call(audio, Map.of(AUDIO_POSITION, position));
    }

    private CompletableFuture<Exchange> end() {
        return call(null, Map.of(END_OF_AUDIO, true));
    }

    private CompletableFuture<Exchange> call(byte[] audio, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody(audio);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        exchange.getIn().setHeader("call", "17");
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        calls.process(exchange, doneSync -> done.complete(exchange));
        return done;
    }
}
