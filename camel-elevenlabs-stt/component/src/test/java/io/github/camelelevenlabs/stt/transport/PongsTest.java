package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PongsTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Promise<Void>> writes = new ArrayList<>();
    private final Pongs pongs = new Pongs(this::send);

    private Future<Void> send(byte[] payload) {
        sent.add(new String(payload, StandardCharsets.UTF_8));
        Promise<Void> write = ImmediateEventExecutor.INSTANCE.newPromise();
        writes.add(write);
        return write;
    }

    private void ping(String payload) {
        pongs.answer(payload.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_ping_is_answered_with_its_payload() {
        ping("one");
        assertThat(sent).containsExactly("one");
    }

    @Test
    void of_the_pings_during_a_write_only_the_latest_is_answered() {
        ping("one");
        ping("two");
        ping("three");
        assertThat(sent).containsExactly("one");
        writes.get(0).setSuccess(null);
        assertThat(sent).containsExactly("one", "three");
    }

    @Test
    void a_ping_is_not_answered_twice() {
        ping("one");
        writes.get(0).setSuccess(null);
        assertThat(sent).containsExactly("one");
    }

    @Test
    void after_a_failed_write_the_waiting_ping_is_not_answered() {
        ping("one");
        ping("two");
        writes.get(0).setFailure(new IOException("closed"));
        assertThat(sent).containsExactly("one");
    }
}
