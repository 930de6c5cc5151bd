package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exchanges of a pool, which are used again, end as often as they begin. */
class PooledDeliveryIT extends SttRouteSupport {

    private final AtomicInteger completed = new AtomicInteger();
    private final Queue<Exchange> used = new ConcurrentLinkedQueue<>();
    private volatile boolean callsBack;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        return created;
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("elevenlabs-stt:calls")
                .routeId("transcripts")
                .process(this::watch)
                .process(new ThrowingOnce());
    }

    private void watch(Exchange exchange) {
        used.add(exchange);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                completed.incrementAndGet();
            }
        });
    }

    /** A component that throws, for the first transcript. Camel would catch the error of a plain processor. */
    private final class ThrowingOnce extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (used.size() == 1) {
                if (callsBack) {
                    callback.done(true);
                }
                throw new AssertionError("thrown");
            }
            callback.done(true);
            return true;
        }
    }

    @ParameterizedTest(name = "called back before: {0}")
    @ValueSource(booleans = {false, true})
    void an_exchange_whose_route_threw_is_completed_once(boolean before) {
        callsBack = before;
        assertThat(send("direct:recording", wav("one")).getException()).hasRootCauseInstanceOf(AssertionError.class);
        assertThat(textOf(send("direct:recording", wav("two")))).isEqualTo("two");
        await().untilAsserted(
                        () -> assertThat(context.getInflightRepository().size()).isZero());
        assertThat(completed).hasValue(2);
    }

    /** What threw may still write into its exchange. */
    @Test
    void an_exchange_whose_route_did_not_call_back_is_not_used_again() {
        assertThat(send("direct:recording", wav("one")).getException()).isNotNull();
        assertThat(textOf(send("direct:recording", wav("two")))).isEqualTo("two");
        assertThat(used).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void an_exchange_that_was_routed_is_used_again() {
        send("direct:recording", wav("one"));
        send("direct:recording", wav("two"));
        send("direct:recording", wav("three"));
        assertThat(used).hasSize(3);
        assertThat(used.stream().skip(1).distinct()).hasSize(1);
    }
}
