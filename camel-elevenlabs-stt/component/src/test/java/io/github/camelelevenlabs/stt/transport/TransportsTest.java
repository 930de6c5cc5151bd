package io.github.camelelevenlabs.stt.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users with equal settings share a client, and a key store that is slow holds up nobody else. */
class TransportsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool(new DefaultThreadFactory("transports", true));
    private final EventLoops loops = new EventLoops(1, new DefaultThreadFactory("loops", true));
    private final Transports transports = new Transports(loops, threads);
    private final SlowStore store = new SlowStore();

    /** A key store on storage that answers when the test says so. */
    private static final class SlowStore implements TransportSettings.Tls {
        private final CountDownLatch answers = new CountDownLatch(1);
        private final AtomicInteger reads = new AtomicInteger();
        private volatile boolean missing;

        @Override
        public SSLContext context() throws Exception {
            reads.incrementAndGet();
            answers.await();
            if (missing) {
                throw new IOException("no such store");
            }
            return SSLContext.getDefault();
        }
    }

    @AfterEach
    void close() {
        store.answers.countDown();
        transports.close();
        loops.close();
        threads.shutdownNow();
    }

    private static TransportSettings settings(TransportSettings.Tls tls) {
        return new TransportSettings(Duration.ofSeconds(5), Optional.ofNullable(tls), Optional.empty());
    }

    private Future<Transports.Lease> leaseSoon() {
        Future<Transports.Lease> lease = threads.submit(() -> transports.lease(settings(store)));
        await().until(() -> store.reads.get() > 0);
        return lease;
    }

    @Test
    void a_slow_key_store_does_not_hold_up_others() throws Exception {
        Future<Transports.Lease> slow = leaseSoon();
        Future<Transports.Lease> other = threads.submit(() -> transports.lease(settings(null)));
        other.get(10, SECONDS).close();
        assertThat(slow).isNotDone();
    }

    @Test
    void a_key_store_is_read_once_however_many_ask_for_it() throws Exception {
        Future<Transports.Lease> first = leaseSoon();
        Future<Transports.Lease> second = leaseSoon();
        store.answers.countDown();
        Transports.Lease one = first.get(10, SECONDS);
        Transports.Lease other = second.get(10, SECONDS);
        assertThat(one.transport()).isSameAs(other.transport());
        assertThat(store.reads).hasValue(1);
        one.close();
        assertThat(transports.size()).isEqualTo(1);
        other.close();
        other.close();
        assertThat(transports.size()).isZero();
    }

    @Test
    void a_key_store_that_cannot_be_read_fails_all_who_wait_for_it_and_is_read_again_for_the_next() throws Exception {
        store.missing = true;
        Future<Transports.Lease> first = leaseSoon();
        Future<Transports.Lease> second = leaseSoon();
        store.answers.countDown();
        for (Future<Transports.Lease> failing : List.of(first, second)) {
            assertThatThrownBy(() -> failing.get(10, SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sslContextParameters give no TLS: no such store");
        }
        assertThat(transports.size()).isZero();
        store.missing = false;
        transports.lease(settings(store)).close();
        assertThat(transports.size()).isZero();
    }

    @Test
    void a_client_that_is_made_while_the_component_stops_is_closed_too() throws Exception {
        Future<Transports.Lease> slow = leaseSoon();
        Future<?> closing = threads.submit(transports::close);
        await().until(() -> transports.size() == 0);
        store.answers.countDown();
        closing.get(10, SECONDS);
        AhcTransport made = (AhcTransport) slow.get(10, SECONDS).transport();
        assertThat(made.connections()).isZero();
        assertThatThrownBy(() -> made.connect(
                                () -> {
                                    throw new AssertionError("a request is made");
                                },
                                new AhcTestBase.ReceivedEvents())
                        .toCompletableFuture()
                        .get(10, SECONDS))
                .hasMessageContaining("the component has stopped");
        assertThatThrownBy(() -> transports.lease(settings(null))).isInstanceOf(RejectedExecutionException.class);
    }
}
