package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PrototypeExchangeFactory;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.spi.ExchangeFactory;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An exception during the delivery of a transcript fails the waiting exchange and does not affect the next one. */
class FailingDeliveryIT extends SttRouteSupport {

    /** The failure for the next transcript, used once. */
    private final AtomicReference<Supplier<Throwable>> trouble = new AtomicReference<>();

    /** In a step behind the transcription. */
    private final AtomicReference<Supplier<Throwable>> troubleBehind = new AtomicReference<>();

    private final AtomicReference<Supplier<Throwable>> factoryTrouble = new AtomicReference<>();
    private final AtomicReference<Supplier<Throwable>> releaseTrouble = new AtomicReference<>();
    private volatile boolean handlerThrows;

    private static void meet(AtomicReference<Supplier<Throwable>> waiting) {
        Supplier<Throwable> met = waiting.getAndSet(null);
        if (met != null) {
            sneak(met.get());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getCamelContextExtension().setExchangeFactory(new TroubledFactory());
        created.getRegistry().bind("handler", new TroubledHandler());
        return created;
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("direct:behind")
                .routeId("behind")
                .to("elevenlabs-stt:calls")
                .process(exchange -> meet(troubleBehind))
                .to("mock:behind");
        routes.from("direct:behind-by-component")
                .routeId("component")
                .to("elevenlabs-stt:calls")
                .process(new TroubledComponent())
                .to("mock:behind");
        routes.from("direct:unawaited").to("elevenlabs-stt:calls?waitForTranscript=false");
        routes.from("elevenlabs-stt:calls?exceptionHandler=#handler")
                .routeId("transcripts")
                .process(exchange -> meet(trouble))
                .to("mock:transcripts");
    }

    /** Throws where it has to call back. */
    private final class TroubledComponent extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            meet(troubleBehind);
            callback.done(true);
            return true;
        }
    }

    /** Throws when the consumer creates or releases an exchange. */
    private final class TroubledFactory extends PrototypeExchangeFactory {
        private TroubledFactory() {}

        private TroubledFactory(Consumer consumer) {
            super(consumer);
        }

        @Override
        public ExchangeFactory newExchangeFactory(Consumer consumer) {
            if (!(consumer instanceof ElevenLabsSttConsumer)) {
                return super.newExchangeFactory(consumer);
            }
            TroubledFactory made = new TroubledFactory(consumer);
            made.setCamelContext(getCamelContext());
            return made;
        }

        @Override
        public Exchange create(Endpoint fromEndpoint, boolean autoRelease) {
            meet(factoryTrouble);
            return super.create(fromEndpoint, autoRelease);
        }

        @Override
        public boolean release(Exchange exchange) {
            meet(releaseTrouble);
            return super.release(exchange);
        }
    }

    private final class TroubledHandler implements ExceptionHandler {
        @Override
        public void handleException(Throwable exception) {
            handleException("", exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handleException(message, null, exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            if (handlerThrows) {
                throw new StackOverflowError("in the handler");
            }
        }
    }

    private static Throwable overflow() {
        return overflow(0);
    }

    private static Throwable overflow(int depth) {
        return depth < 0 ? new IllegalStateException() : overflow(depth + 1);
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                arguments("an exception", (Supplier<Throwable>) () -> new IllegalStateException("thrown")),
                arguments("a checked exception", (Supplier<Throwable>) () -> new java.io.IOException("thrown")),
                arguments("no stack", (Supplier<Throwable>) FailingDeliveryIT::overflow),
                arguments("no memory", (Supplier<Throwable>) () -> new OutOfMemoryError("thrown")),
                arguments("an assertion", (Supplier<Throwable>) () -> new AssertionError("thrown")),
                arguments("a class that is missing", (Supplier<Throwable>) () -> new NoClassDefFoundError("thrown")),
                arguments("a thread that dies", (Supplier<Throwable>) () -> new InternalError("thrown")));
    }

    static Stream<Arguments> errors() {
        return troubles().skip(2);
    }

    private Exchange sendSoon(String uri, Object body) throws Exception {
        CompletableFuture<Exchange> sent =
                template.asyncSend(uri, exchange -> exchange.getIn().setBody(body));
        return sent.get(30, TimeUnit.SECONDS);
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private void assertFailedAndNextGoesThrough(Exchange failed, Throwable expected) throws Exception {
        assertThat(failed.getException()).isNotNull();
        assertThat(rootOf(failed.getException()).getClass()).isEqualTo(expected.getClass());
        assertThat(textOf(sendSoon("direct:recording", wav("two")))).isEqualTo("two");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void a_route_that_throws_fails_the_recording(String what, Supplier<Throwable> thrown) throws Exception {
        trouble.set(thrown);
        assertFailedAndNextGoesThrough(sendSoon("direct:recording", wav("one")), met(thrown));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void a_route_that_throws_leaves_no_exchange_in_flight(String what, Supplier<Throwable> thrown) throws Exception {
        trouble.set(thrown);
        sendSoon("direct:recording", wav("one"));
        assertNothingInFlight("transcripts");
    }

    private void assertNothingInFlight(String route) {
        InflightRepository inFlight = context.getInflightRepository();
        await().untilAsserted(() -> {
            assertThat(inFlight.size(route)).as("of the route").isZero();
            assertThat(inFlight.size()).as("of all").isZero();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void a_step_behind_the_transcription_that_throws_fails_its_exchange(String what, Supplier<Throwable> thrown)
            throws Exception {
        mock("behind").expectedBodiesReceived("two");
        troubleBehind.set(thrown);
        Exchange failed = sendSoon("direct:behind", wav("one"));
        assertThat(rootOf(failed.getException()).getClass())
                .isEqualTo(met(thrown).getClass());
        assertThat(textOf(sendSoon("direct:behind", wav("two")))).isEqualTo("two");
        assertNothingInFlight("behind");
        mock("behind").assertIsSatisfied();
    }

    /** The sender is not called back, but learns of it as a file or a message of a broker does, by the completion of its exchange. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void a_component_behind_the_transcription_that_throws_completes_its_exchange(
            String what, Supplier<Throwable> thrown) throws Exception {
        CompletableFuture<Exchange> failed = new CompletableFuture<>();
        troubleBehind.set(thrown);
        template.asyncSend("direct:behind-by-component", exchange -> {
            exchange.getIn().setBody(wav("one"));
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onFailure(Exchange exchange) {
                    failed.complete(exchange);
                }
            });
        });
        assertThat(rootOf(failed.get(30, TimeUnit.SECONDS).getException()).getClass())
                .isEqualTo(met(thrown).getClass());
        assertNothingInFlight("component");
        assertThat(textOf(sendSoon("direct:behind-by-component", wav("two")))).isEqualTo("two");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void an_exchange_factory_that_throws_fails_the_recording(String what, Supplier<Throwable> thrown) throws Exception {
        factoryTrouble.set(thrown);
        assertFailedAndNextGoesThrough(sendSoon("direct:recording", wav("one")), met(thrown));
    }

    private static Throwable met(Supplier<Throwable> thrown) {
        try {
            return thrown.get();
        } catch (Throwable e) {
            return e;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("troubles")
    void an_exchange_that_cannot_be_released_counts_as_routed(String what, Supplier<Throwable> thrown)
            throws Exception {
        releaseTrouble.set(thrown);
        assertThat(textOf(sendSoon("direct:recording", wav("one")))).isEqualTo("one");
        assertThat(textOf(sendSoon("direct:recording", wav("two")))).isEqualTo("two");
    }

    @Test
    void a_segment_after_one_whose_route_threw_is_routed() throws Exception {
        mock("transcripts").expectedBodiesReceived("two");
        trouble.set(FailingDeliveryIT::overflow);
        Exchange failed = sendSoon("direct:recording", wav("one | two"));
        assertThat(rootOf(failed.getException())).isInstanceOf(StackOverflowError.class);
        mock("transcripts").assertIsSatisfied();
    }

    @Test
    void an_exception_handler_that_throws_does_not_stop_the_queue() throws Exception {
        handlerThrows = true;
        trouble.set(FailingDeliveryIT::overflow);
        assertThat(sendSoon("direct:unawaited", wav("one")).getException()).isNull();
        await().until(() -> trouble.get() == null);
        await().until(() -> sessionsRunning() == 0);
        assertThat(textOf(sendSoon("direct:recording", wav("two")))).isEqualTo("two");
    }

    @Test
    void a_stream_whose_transcripts_cannot_be_routed_still_ends() throws Exception {
        handlerThrows = true;
        trouble.set(FailingDeliveryIT::overflow);
        Map<String, Object> last = Map.of(SESSION_KEY, "k", END_OF_AUDIO, true);
        CompletableFuture<Exchange> sent = template.asyncSend("direct:recording", exchange -> {
            exchange.getIn().setBody(Tones.pcm(16_000, "one"));
            exchange.getIn().setHeaders(new java.util.HashMap<>(last));
        });
        assertThat(sent.get(30, TimeUnit.SECONDS)).isNotNull();
        await().until(() -> sessionsRunning() == 0);
    }

    private int sessionsRunning() {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .observedName("calls")
                .running();
    }

    @Test
    void a_route_that_calls_back_and_throws_ends_once() throws Exception {
        routeTo((exchange, callback) -> {
            callback.done(true);
            throw new StackOverflowError("after its callback");
        });
        Exchange failed = sendSoon("direct:odd", wav("one"));
        assertThat(rootOf(failed.getException())).isInstanceOf(StackOverflowError.class);
        await().until(() -> sessionsOf("odd") == 0);
    }

    @Test
    void a_route_that_calls_back_twice_ends_once() throws Exception {
        routeTo((exchange, callback) -> {
            context.getExecutorServiceManager()
                    .newThread("late", () -> {
                        callback.done(false);
                        callback.done(false);
                    })
                    .start();
            return false;
        });
        assertThat(textOf(sendSoon("direct:odd", wav("one | two")))).isEqualTo("one two");
        assertThat(textOf(sendSoon("direct:odd", wav("three")))).isEqualTo("three");
    }

    @Test
    void an_asynchronous_route_that_calls_back_before_it_returns_ends_normally() throws Exception {
        routeTo((exchange, callback) -> {
            callback.done(false);
            return false;
        });
        assertThat(textOf(sendSoon("direct:odd", wav("one | two")))).isEqualTo("one two");
    }

    private interface Step {
        boolean process(Exchange exchange, AsyncCallback callback);
    }

    /** A consumer without a route, which would catch some of these failures itself. */
    private void routeTo(Step step) throws Exception {
        addRoutes(routes -> routes.from("direct:odd").to("elevenlabs-stt:odd"));
        Consumer consumer = context.getEndpoint("elevenlabs-stt:odd").createConsumer(new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                return step.process(exchange, callback);
            }
        });
        context.addService(consumer, true, true);
    }

    private int sessionsOf(String name) {
        return context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .observedName(name)
                .running();
    }
}
