package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Waiting tasks do not take the threads of working ones. The limits are many times the usual duration, for busy computers;
 * starting one more thread every tenth of a second would take forty seconds.
 */
class HangingIT extends SttRouteSupport {

    private static final int MANY = 400;
    private static final Duration LIMIT = ofSeconds(5);

    private final CountDownLatch hanging = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @TempDir
    private Path folder;

    private final Supplier<String> tokens = () -> {
        asked.incrementAndGet();
        hang();
        throw new IllegalStateException("no token");
    };

    @Override
    void routes(RouteBuilder routes) {
        routes.from("elevenlabs-stt:stuck").process(exchange -> hang());
    }

    private void hang() {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            // Interrupted by the stop of the component.
        }
    }

    private InputStream hangingStream() {
        return new InputStream() {
            @Override
            public int read() {
                hang();
                return -1;
            }
        };
    }

    @AfterEach
    void release_hanging_threads() {
        hanging.countDown();
    }

    private List<CompletableFuture<Exchange>> sendMany(String uri, Supplier<Object> body) {
        return IntStream.range(0, MANY).mapToObj(n -> send(uri, body)).toList();
    }

    /** Blocks no thread, unlike a template. */
    private CompletableFuture<Exchange> send(String uri, Supplier<Object> body) {
        try {
            AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
            producer.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.getIn().setBody(body.get());
            CompletableFuture<Exchange> sent = new CompletableFuture<>();
            producer.process(exchange, doneSync -> sent.complete(exchange));
            return sent;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void isHeardAtOnce(Object body, String text) {
        CompletableFuture<Exchange> sent = send("elevenlabs-stt:calls", () -> body);
        assertThat(sent).succeedsWithin(LIMIT);
        assertThat(textOf(sent.join())).isEqualTo(text);
    }

    @Test
    void four_hundred_hanging_streams_delay_neither_bytes_nor_a_file() throws Exception {
        List<CompletableFuture<Exchange>> held = sendMany("elevenlabs-stt:calls", this::hangingStream);
        isHeardAtOnce(wav("one"), "one");
        isHeardAtOnce(Files.write(folder.resolve("two.wav"), wav("two")), "two");
        assertThat(held).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void four_hundred_hanging_token_requests_delay_no_other_connection() {
        context.getRegistry().bind("hangingTokens", Supplier.class, (Object) tokens);
        sendMany("elevenlabs-stt:tokens?token=#bean:hangingTokens&connectTimeout=60000", () -> wav("one"));
        isHeardAtOnce(wav("one"), "one");
        await().atMost(LIMIT).until(() -> asked.get() == MANY);
    }

    @Test
    void four_hundred_stuck_routes_delay_no_other_route() {
        List<CompletableFuture<Exchange>> held = sendMany("elevenlabs-stt:stuck", () -> wav("one"));
        await().atMost(ofSeconds(60)).until(() -> emulator.sessions().size() == MANY);
        isHeardAtOnce(wav("two"), "two");
        assertThat(held).noneMatch(CompletableFuture::isDone);
    }
}
