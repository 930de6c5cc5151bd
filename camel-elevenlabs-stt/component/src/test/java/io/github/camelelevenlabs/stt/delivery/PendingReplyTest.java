package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.DefaultPooledExchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An exchange gets one reply. */
class PendingReplyTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private final AtomicInteger done = new AtomicInteger();
    private final PendingReply reply = new PendingReply(exchange, doneSync -> done.incrementAndGet());

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void a_result_that_cannot_be_put_into_the_message_fails_the_exchange() {
        exchange.setMessage(new DefaultMessage(context) {
            @Override
            public void setBody(Object body) {
                throw new StackOverflowError("in a message of the user's");
            }
        });
        assertThat(reply.transcribed(Result.nothing("session"), OutputFormat.TEXT))
                .isTrue();
        assertThat(done).hasValue(1);
        assertThat(exchange.getException()).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void only_the_first_reply_counts() {
        assertThat(reply.audioTaken()).isTrue();
        assertThat(reply.failed(new IllegalStateException())).isFalse();
        assertThat(reply.refused(new IllegalStateException())).isFalse();
        assertThat(done).hasValue(1);
        assertThat(exchange.getException()).isNull();
    }

    private PendingReply throwing() {
        PendingReply throwing = new PendingReply(exchange, doneSync -> {
            throw new AssertionError("in the rest of the route");
        });
        throwing.onReplied(done::incrementAndGet);
        return throwing;
    }

    @Test
    void what_the_rest_of_the_route_throws_fails_and_completes_the_exchange() {
        List<Exception> failures = new ArrayList<>();
        exchange.getExchangeExtension().setUnitOfWork(new DefaultUnitOfWork(exchange));
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onFailure(Exchange failed) {
                failures.add(failed.getException());
            }
        });
        assertThat(throwing().audioTaken()).isTrue();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasRootCauseInstanceOf(AssertionError.class));
        assertThat(context.getInflightRepository().size()).isZero();
        assertThat(done).hasValue(1);
    }

    @Test
    void what_is_thrown_behind_the_end_of_the_exchange_comes_to_the_caller() {
        PendingReply reply = throwing();
        assertThatThrownBy(reply::audioTaken).isInstanceOf(AssertionError.class);
        assertThat(exchange.getException()).isNull();
        assertThat(done).hasValue(1);
    }

    /** A pooled exchange keeps its unit of work behind its end, for its next use. */
    @ParameterizedTest(name = "it has ended before: {0}")
    @ValueSource(booleans = {false, true})
    void a_pooled_exchange_whose_route_throws_is_completed_once(boolean ended) {
        DefaultPooledExchange pooled = new DefaultPooledExchange(context);
        DefaultUnitOfWork unit = new DefaultUnitOfWork(pooled);
        pooled.getExchangeExtension().setUnitOfWork(unit);
        List<Exception> completed = new ArrayList<>();
        pooled.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange completes) {
                completed.add(completes.getException());
            }
        });
        PendingReply reply = new PendingReply(pooled, doneSync -> {
            if (ended) {
                unit.done(pooled);
            }
            throw new AssertionError("in the route");
        });
        Throwable thrown = catchThrowable(reply::audioTaken);
        assertThat(thrown != null).as("comes to the caller").isEqualTo(ended);
        assertThat(completed)
                .singleElement()
                .satisfies(failure -> assertThat(failure == null).isEqualTo(ended));
        assertThat(context.getInflightRepository().size()).isZero();
    }
}
