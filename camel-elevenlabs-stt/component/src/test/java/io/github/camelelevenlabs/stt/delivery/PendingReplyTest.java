package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
}
