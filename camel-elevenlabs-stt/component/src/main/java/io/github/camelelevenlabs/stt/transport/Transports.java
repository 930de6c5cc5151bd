package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.threads.Mutex;
import java.io.Closeable;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clients that make connections: one for all users with equal settings, from the first user to the last. Users are the
 * producers and the feeds of the component, from start to stop, and the sessions while they live. Safe for use by many
 * threads.
 */
public final class Transports {

    private static final Logger LOG = LoggerFactory.getLogger(Transports.class);

    /** A little longer than a client may take to close. */
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(3);

    private final EventLoops loops;
    private final Executor connecting;
    private final JvmTls jvmTls = new JvmTls();

    private final Mutex lock = new Mutex();
    // Guarded by the lock:
    private final Map<TransportSettings, Client> clients = new HashMap<>();
    private final Set<CompletableFuture<Void>> ending = new HashSet<>();
    private boolean closed;

    /** @param connecting runs the preparation of connections, which may block */
    public Transports(EventLoops loops, Executor connecting) {
        this.loops = loops;
        this.connecting = connecting;
    }

    /** One use of a client; closing it gives the client back and does not block. */
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

    /** A client, which its first user makes; the others wait for it. */
    private final class Client {
        private final TransportSettings settings;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CompletableFuture<AhcTransport> made = new CompletableFuture<>();
        /** Guarded by the lock. */
        private int users;

        Client(TransportSettings settings) {
            this.settings = settings;
        }

        /** Blocks while this, or another thread, makes it. */
        AhcTransport transport() {
            if (begun.compareAndSet(false, true)) {
                try {
                    made.complete(new AhcTransport(settings, loops, jvmTls, connecting));
                } catch (Throwable e) {
                    // Whoever comes next tries again, since a key store may be there by then.
                    lock.run(() -> clients.remove(settings, this));
                    made.completeExceptionally(e);
                    throw e;
                }
            }
            try {
                return made.join();
            } catch (CompletionException e) {
                throw new IllegalArgumentException(e.getCause().getMessage(), e.getCause());
            }
        }

        /** Ends it, also if it is still being made. */
        CompletableFuture<Void> end() {
            return made.thenCompose(AhcTransport::end);
        }
    }

    /**
     * Takes a client with these settings, and makes it if there is none, which reads key stores and so may block. Only those with the same
     * settings wait for it.
     *
     * @throws IllegalArgumentException   when the TLS settings make no context
     * @throws RejectedExecutionException when the component has stopped
     */
    public Lease lease(TransportSettings settings) {
        Client client = lock.get(() -> {
            if (closed) {
                throw new RejectedExecutionException("the component has stopped");
            }
            Client shared = clients.computeIfAbsent(settings, Client::new);
            shared.users++;
            return shared;
        });
        return new Lease(client.transport(), () -> giveBack(client));
    }

    private void giveBack(Client client) {
        lock.run(() -> {
            if (--client.users == 0 && clients.remove(client.settings, client)) {
                end(client);
            }
        });
    }

    /** Called with the lock held. */
    private void end(Client client) {
        CompletableFuture<Void> end = client.end();
        ending.add(end);
        end.whenComplete((ended, failure) -> lock.run(() -> ending.remove(end)));
    }

    /** The number of clients in use. */
    public int size() {
        return lock.get(clients::size);
    }

    /** Ends all clients and blocks until they have closed, for 3 s at most. */
    public void close() {
        CompletableFuture<Void> all = lock.get(() -> {
            closed = true;
            clients.values().forEach(this::end);
            clients.clear();
            return CompletableFuture.allOf(ending.toArray(new CompletableFuture<?>[0]));
        });
        try {
            all.get(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Connections are left behind", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
