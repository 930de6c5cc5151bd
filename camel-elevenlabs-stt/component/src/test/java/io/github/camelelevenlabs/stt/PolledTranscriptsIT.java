package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** A polling consumer gets transcripts, and no session waits for a poll that never comes. */
class PolledTranscriptsIT extends SttRouteSupport {

    private static final String POLLED = "elevenlabs-stt:calls?pollingConsumerQueueSize=3";

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("direct:poll").pollEnrich(POLLED, 20).to("mock:polled");
    }

    private static String words(int count, String between) {
        return String.join(
                between,
                Stream.of("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "zero")
                        .limit(count)
                        .toList());
    }

    private Object sendSoon(byte[] audio) throws Exception {
        CompletableFuture<Exchange> sent = template.asyncSend(
                "direct:recording", exchange -> exchange.getIn().setBody(audio));
        return textOf(sent.get(30, TimeUnit.SECONDS));
    }

    @Test
    void a_single_poll_does_not_block_later_sessions() throws Exception {
        send("direct:poll", null);
        assertThat(sendSoon(wav(words(8, " | ")))).isEqualTo(words(8, " "));
        assertThat(sendSoon(wav("one"))).isEqualTo("one");
    }

    @Test
    void a_later_poll_gets_the_newest_waiting_transcripts() throws Exception {
        assertThat(consumer.receiveBody(POLLED, 1)).isNull();
        assertThat(sendSoon(wav(words(8, " | ")))).isEqualTo(words(8, " "));
        assertThat(IntStream.range(0, 4).mapToObj(n -> consumer.receiveBody(POLLED, 1)))
                .containsExactly("six", "seven", "eight", null);
    }

    @Test
    void polls_without_delay_get_every_transcript() throws Exception {
        assertThat(consumer.receiveBody("elevenlabs-stt:calls", 1)).isNull();
        sendSoon(wav(words(10, " | ")));
        assertThat(IntStream.range(0, 10).mapToObj(n -> consumer.receiveBody("elevenlabs-stt:calls", 1)))
                .containsExactly((Object[]) words(10, " ").split(" "));
    }

    @Test
    void the_endpoint_can_set_another_policy_for_a_full_queue() throws Exception {
        ElevenLabsSttEndpoint endpoint = context.getEndpoint(POLLED, ElevenLabsSttEndpoint.class);
        endpoint.setPollingConsumerBlockWhenFull(false);
        PollingConsumer polled = endpoint.createPollingConsumer();
        context.addService(polled, true, true);
        CompletableFuture<Exchange> sent = template.asyncSend(
                "direct:recording", exchange -> exchange.getIn().setBody(wav(words(8, " | "))));
        assertThat(sent.get(30, TimeUnit.SECONDS).getException()).hasMessageContaining("Queue full");
    }
}
