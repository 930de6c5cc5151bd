package io.github.camelelevenlabs.stt.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class CausesTest {

    private final IOException reason = new IOException("reset", new IllegalStateException("its own cause"));

    @Test
    void what_only_carries_an_exception_is_taken_off() {
        Throwable carried =
                new CompletionException(new ExecutionException(new UncheckedIOException("carried", reason)));
        assertThat(Causes.unwrapped(carried)).isSameAs(reason);
    }

    @Test
    void an_exception_that_carries_none_stays() {
        assertThat(Causes.unwrapped(reason)).isSameAs(reason);
        CompletionException empty = new CompletionException("nothing in it", null);
        assertThat(Causes.unwrapped(empty)).isSameAs(empty);
    }

    @Test
    void a_circle_has_an_end() {
        CompletionException circle = new CompletionException("a circle", null) {
            private static final long serialVersionUID = 1;

            @Override
            public synchronized Throwable getCause() {
                return this;
            }
        };
        assertThat(Causes.unwrapped(circle)).isSameAs(circle);
    }
}
