package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More waiting messages than 16 bits can count. Each takes about 5 kB in addition to its body. */
@Tag("full")
class CrowdIT extends SttRouteSupport {

    private static final int MANY = 200_000;

    @TempDir
    private Path folder;

    private final AtomicInteger callbacks = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();

    /** The only running session is aborted. */
    @Override
    boolean expectsViolations() {
        return true;
    }

    private void send(AsyncProducer producer, Object body) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody(body);
        producer.process(exchange, doneSync -> {
            callbacks.incrementAndGet();
            if (exchange.getException() instanceof ElevenLabsSttException failure
                    && failure.getErrorType().equals("stopped")) {
                stopped.incrementAndGet();
            }
        });
    }

    @Test
    void two_hundred_thousand_waiting_messages_fail_when_the_component_stops() throws Exception {
        emulator.script().onEveryConnection().fault(new Fault.Stall(ofSeconds(600)));
        AsyncProducer producer = context.getEndpoint("elevenlabs-stt:calls?maxConcurrentSessions=1")
                .createAsyncProducer();
        producer.start();
        byte[] audio = Tones.pcm(16_000, "one");
        Path file = Files.write(folder.resolve("talk.wav"), wav("one"));
        for (int n = 0; n < MANY / 2; n++) {
            send(producer, audio);
            send(producer, file);
        }
        await().atMost(ofSeconds(60)).until(() -> !emulator.sessions().isEmpty());
        assertThat(callbacks).hasValue(0);
        ElevenLabsSttComponent component = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class);
        assertThat(component.observedName("calls").running()).isEqualTo(MANY);
        context.stop();
        await().atMost(ofSeconds(10)).until(() -> callbacks.get() >= MANY);
        assertThat(callbacks).hasValue(MANY);
        assertThat(stopped).hasValue(MANY);
        assertThat(component.observedName("calls").running()).isZero();
    }
}
