package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.transport.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints share HTTP clients and leave no socket behind. */
class ClientsIT extends SttRouteSupport {

    private static final int NAMES = 200;

    private boolean stopsAbruptly;

    @Override
    boolean expectsViolations() {
        return stopsAbruptly;
    }

    private Transports clients() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .sessions()
                .transports();
    }

    private long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("ElevenLabsStt")
                        || thread.getName().contains("AsyncHttpClient"))
                .count();
    }

    private List<Producer> producers(String options) throws Exception {
        List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            Endpoint endpoint = context.getEndpoint("elevenlabs-stt:name-" + i + options);
            Producer producer = endpoint.createProducer();
            producer.start();
            producers.add(producer);
        }
        return producers;
    }

    private CompletableFuture<Exchange> process(Producer producer) {
        Exchange exchange = producer.getEndpoint().createExchange();
        exchange.getIn().setBody(wav("one"));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        ((AsyncProcessor) producer).process(exchange, doneSync -> done.complete(exchange));
        return done;
    }

    @Test
    void two_hundred_producers_with_the_same_tls_parameters_share_one_client() throws Exception {
        context.getRegistry().bind("tls", new SSLContextParameters());
        List<Producer> producers = producers("?sslContextParameters=#tls");
        assertThat(textOf(process(producers.get(0)).get(20, TimeUnit.SECONDS))).isEqualTo("one");
        long before = threads();
        List<CompletableFuture<Exchange>> sent =
                producers.stream().map(this::process).toList();
        for (CompletableFuture<Exchange> exchange : sent) {
            assertThat(textOf(exchange.get(60, TimeUnit.SECONDS))).isEqualTo("one");
        }
        assertThat(clients().size()).isEqualTo(1);
        assertThat(threads() - before).as("more threads").isLessThan(20);
        for (Producer producer : producers.subList(1, NAMES)) {
            producer.stop();
        }
        assertThat(clients().size()).as("one producer is left").isEqualTo(1);
        producers.get(0).stop();
        producers.get(0).stop();
        await().until(() -> clients().size() == 0);
    }

    @Test
    void two_hundred_producers_without_tls_parameters_share_one_client() throws Exception {
        List<Producer> producers = producers("");
        assertThat(clients().size()).isEqualTo(1);
        for (Producer producer : producers) {
            producer.stop();
        }
        assertThat(clients().size()).isZero();
    }

    @Test
    void other_tls_parameters_use_another_client() throws Exception {
        context.getRegistry().bind("one", new SSLContextParameters());
        context.getRegistry().bind("other", new SSLContextParameters());
        context.getEndpoint("elevenlabs-stt:calls?sslContextParameters=#one")
                .createProducer()
                .start();
        context.getEndpoint("elevenlabs-stt:calls?sslContextParameters=#other")
                .createProducer()
                .start();
        assertThat(clients().size()).isEqualTo(2);
    }

    @Test
    void a_restarted_producer_has_a_client_again() throws Exception {
        Producer producer = context.getEndpoint("elevenlabs-stt:calls").createProducer();
        for (int i = 0; i < 3; i++) {
            producer.start();
            assertThat(clients().size()).isEqualTo(1);
            producer.stop();
            assertThat(clients().size()).isZero();
        }
    }

    @Test
    void only_a_consumer_with_an_audio_url_uses_a_client() throws Exception {
        addRoutes(routes -> {
            routes.from("elevenlabs-stt:calls").routeId("plain").to("mock:plain");
            routes.from("elevenlabs-stt:calls?audioUrl=http://127.0.0.1:1/a.wav")
                    .routeId("fed")
                    .to("mock:fed");
        });
        assertThat(clients().size()).isEqualTo(1);
        context.getRouteController().stopRoute("fed");
        await().until(() -> clients().size() == 0);
    }

    @Test
    void a_session_keeps_its_client_though_the_producer_has_stopped() throws Exception {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.Stall(ofSeconds(1)));
        Producer producer = context.getEndpoint("elevenlabs-stt:calls").createProducer();
        producer.start();
        CompletableFuture<Exchange> done = process(producer);
        await().until(() -> emulator.sessions().size() == 1);
        producer.stop();
        assertThat(clients().size()).isEqualTo(1);
        assertThat(textOf(done.get(20, TimeUnit.SECONDS))).isEqualTo("one");
        await().until(() -> clients().size() == 0);
    }

    @Test
    void unusable_tls_parameters_are_reported() throws Exception {
        KeyStoreParameters missing = new KeyStoreParameters();
        missing.setResource("file:no-such-store.p12");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(missing);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        context.getRegistry().bind("broken", parameters);
        Producer producer = context.getEndpoint("elevenlabs-stt:calls?sslContextParameters=#broken")
                .createProducer();
        assertThatThrownBy(producer::start)
                .hasMessageContaining("sslContextParameters give no TLS")
                .hasMessageContaining("no-such-store.p12");
        assertThat(clients().size()).isZero();
    }

    // Sockets

    /** The sockets of this process, in any state, that are connected to this port. */
    private static long sockets(int port) throws IOException {
        String remote = String.format(":%04X", port);
        long count = 0;
        for (String table : List.of("/proc/self/net/tcp", "/proc/self/net/tcp6")) {
            count += Files.readAllLines(Path.of(table)).stream()
                    .map(line -> line.trim().split("\\s+"))
                    // Column 2 is the remote address and column 9 the inode, which is 0 for a socket without an owner.
                    .filter(columns -> columns.length > 9 && columns[2].endsWith(remote) && !columns[9].equals("0"))
                    .count();
        }
        return count;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws", "wss"})
    void a_context_that_stops_while_connections_are_made_leaves_no_socket(String scheme) throws Exception {
        assertThat(Path.of("/proc/self/net/tcp")).exists();
        // An aborted session has sent its close frame and does not wait for the reply.
        stopsAbruptly = true;
        try (ServerSocket silent = new ServerSocket(0, 3, InetAddress.getLoopbackAddress())) {
            for (int round = 0; round < 25; round++) {
                int port = round % 2 == 0 && scheme.equals("ws") ? emulator.port() : silent.getLocalPort();
                CamelContext stopping = createCamelContext();
                stopping.getShutdownStrategy().setTimeout(20);
                stopping.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
                stopping.start();
                List<CompletableFuture<Exchange>> sent = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    String uri = "elevenlabs-stt:calls?connectTimeout=30s&baseUrl=" + scheme + "://127.0.0.1:" + port;
                    sent.add(stopping.createProducerTemplate()
                            .asyncSend(uri, exchange -> exchange.getIn().setBody(wav("one"))));
                }
                int some = round;
                await().pollInterval(ofMillis(1))
                        .atMost(ofSeconds(5))
                        .until(() -> some % 5 == 0 || sockets(port) >= some % 5);
                stopping.stop();
                assertThat(sockets(port)).as("sockets after round " + round).isZero();
            }
        }
    }
}
