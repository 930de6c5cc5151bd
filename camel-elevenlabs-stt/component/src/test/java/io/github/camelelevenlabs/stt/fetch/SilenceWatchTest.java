package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {

    private final List<Throwable> failures = new ArrayList<>();
    private final SilenceWatch watch = new SilenceWatch(ofMillis(50), failures::add);
    private final EmbeddedChannel channel = new EmbeddedChannel(watch);

    /** Lets real time pass, in which the loop does nothing. */
    private static void pass(int millis) {
        long begun = System.nanoTime();
        await().pollInterval(ofMillis(5))
                .until(() -> System.nanoTime() - begun >= ofMillis(millis).toNanos());
    }

    @Test
    void silence_while_something_is_waited_for_is_a_failure() {
        watch.begin();
        await().untilAsserted(() -> {
            channel.runPendingTasks();
            assertThat(failures).singleElement().isInstanceOf(SocketTimeoutException.class);
        });
    }

    @Test
    void silence_while_nothing_is_waited_for_is_none() {
        watch.begin();
        watch.end();
        pass(120);
        channel.runPendingTasks();
        pass(20);
        channel.runPendingTasks();
        assertThat(failures).isEmpty();
    }

    @Test
    void bytes_that_lay_in_the_socket_while_the_loop_was_busy_count() {
        watch.begin();
        pass(120);
        channel.runPendingTasks();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[1]));
        pass(5);
        channel.runPendingTasks();
        assertThat(failures).isEmpty();
    }
}
