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
    void wrappers_of_an_exception_are_removed() {
        Throwable carried =
                new CompletionException(new ExecutionException(new UncheckedIOException("carried", reason)));
        assertThat(Causes.unwrapped(carried)).isSameAs(reason);
    }

    @Test
    void an_exception_without_a_wrapper_stays() {
        assertThat(Causes.unwrapped(reason)).isSameAs(reason);
        CompletionException empty = new CompletionException("nothing in it", null);
        assertThat(Causes.unwrapped(empty)).isSameAs(empty);
    }

    @Test
    void a_circle_of_causes_has_an_end() {
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
