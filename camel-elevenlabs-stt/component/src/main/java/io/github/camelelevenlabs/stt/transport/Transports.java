package io.github.camelelevenlabs.stt.transport;

import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that connections are made with: one for equal settings, from its first user to its last. Users are the
 * producers and the feeds of the component, from start to stop, and the sessions while they live. Safe for use by many
 * threads.
 */
public final class Transports {

    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    /** A little more than a client may take. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

    private final EventLoops loops;
    private final Executor connecting;

    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock:
    private final Map<TransportSettings, Client> clients = new HashMap<>();
    private final Set<CompletableFuture<Void>> ending = new HashSet<>();
    private boolean closed;

    /** @param connecting where connections are prepared, which may block */
    public Transports(EventLoops loops, Executor connecting) {
        this.loops = loops;
        this.connecting = connecting;
    }

    /** One use of a client, until it is closed. */
    public static final class Lease implements Closeable {
        private final AhcTransport transport;
        private final Runnable giveBack;
        private final AtomicBoolean over = new AtomicBoolean();

        private Lease(AhcTransport transport, Runnable giveBack) {
            this.transport = transport;
            this.giveBack = giveBack;
        }

        public Transport transport() {
            return transport;
        }

        @Override
        public void close() {
            if (over.compareAndSet(false, true)) {
                giveBack.run();
            }
        }
    }

    private static final class Client {
        private final AhcTransport transport;
        private int users;

        Client(AhcTransport transport) {
            this.transport = transport;
        }
    }

    /**
     * @throws IllegalArgumentException   when the settings of TLS make no context
     * @throws RejectedExecutionException when the component has stopped
     */
    public Lease lease(TransportSettings settings) {
        lock.lock();
        try {
            if (closed) {
                throw new RejectedExecutionException("the component has stopped");
            }
            Client client = clients.get(settings);
            if (client == null) {
                client = new Client(new AhcTransport(settings, loops, connecting));
                clients.put(settings, client);
            }
            client.users++;
            return new Lease(client.transport, () -> giveBack(settings));
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(TransportSettings settings) {
        lock.lock();
        try {
            Client client = clients.get(settings);
            if (client != null && --client.users == 0) {
                clients.remove(settings);
                end(client);
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(Client client) {
        CompletableFuture<Void> end = client.transport.end().toCompletableFuture();
        ending.add(end);
        end.whenComplete((ended, failure) -> forget(end));
    }

    private void forget(CompletableFuture<Void> end) {
        lock.lock();
        try {
            ending.remove(end);
        } finally {
            lock.unlock();
        }
    }

    /** How many clients there are. */
    public int size() {
        lock.lock();
        try {
            return clients.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all clients, at once, and waits for them. */
    public void close() {
        CompletableFuture<Void> all;
        lock.lock();
        try {
            closed = true;
            clients.values().forEach(this::end);
            clients.clear();
            all = CompletableFuture.allOf(ending.toArray(new CompletableFuture<?>[0]));
        } finally {
            lock.unlock();
        }
        try {
            all.get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Connections are left behind", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
