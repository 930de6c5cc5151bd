package io.github.camelelevenlabs.stt.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;

/** A message that was sent, and its reply. */
final class Sent {
    final Exchange exchange;
    boolean done;
    /** Runs upon the reply, within it. */
    Runnable onDone = () -> {};

    Sent(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The rest of its route is done. */
    void routed(Exception failure) {
        exchange.setException(failure);
        exchange.getUnitOfWork().done(exchange);
    }

    boolean failed() {
        return done && exchange.getException() != null;
    }

    boolean accepted() {
        return done && exchange.getException() == null;
    }

    Object body() {
        assertThat(done).isTrue();
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getBody();
    }

    Exception failure() {
        assertThat(done).isTrue();
        return exchange.getException();
    }
}
