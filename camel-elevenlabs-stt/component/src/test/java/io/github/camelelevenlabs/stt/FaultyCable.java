package io.github.camelelevenlabs.stt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes bytes between a client and the service and breaks the connection at an exact byte, also within a frame or the
 * handshake.
 */
final class FaultyCable implements AutoCloseable {

    /** The kinds of faults. */
    enum Break {
        /** Both ends receive a reset. */
        RESET,
        /** Neither end notices: bytes of both directions are lost. */
        SILENCE
    }

    /**
     * A fault and its position on the connection.
     *
     * @param upstream whether the bytes of the client are counted; otherwise those of the service
     * @param after    the number of bytes before the fault
     */
    record Fault(Break how, boolean upstream, long after) {}

    private final URI service;
    private final ServerSocket server;
    private final Map<Integer, Fault> faults = new ConcurrentHashMap<>();
    private final List<Socket> open = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    FaultyCable(URI service) {
        this.service = service;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    /** @param connection the number of the connection, from 1 */
    void breakOn(int connection, Fault fault) {
        faults.put(connection, fault);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            int number = connections.incrementAndGet();
            Socket upstream = new Socket(service.getHost(), service.getPort());
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            synchronized (open) {
                open.add(client);
                open.add(upstream);
            }
            Line line = new Line(client, upstream, faults.get(number));
            daemon(() -> line.pass(client, upstream, true));
            daemon(() -> line.pass(upstream, client, false));
        }
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException ended) {
                        // Every connection ends by the close of a socket.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "faulty-cable");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
            synchronized (open) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One connection through the cable. */
    private final class Line {
        private final Socket client;
        private final Socket upstream;
        private final Fault fault;
        private volatile boolean silent;

        private Line(Socket client, Socket upstream, Fault fault) {
            this.client = client;
            this.upstream = upstream;
            this.fault = fault;
        }

        private void pass(Socket from, Socket to, boolean up) throws IOException, InterruptedException {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[16 * 1024];
            long passed = 0;
            try {
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                    boolean breaks = fault != null && fault.upstream() == up && passed + count > fault.after();
                    int whole = breaks ? (int) (fault.after() - passed) : count;
                    if (!silent) {
                        out.write(bytes, 0, whole);
                        passed += whole;
                    }
                    if (breaks && !silent) {
                        happen();
                    }
                }
            } finally {
                if (silent) {
                    // The other end must not notice that this one has closed.
                    closed.await();
                }
                from.close();
                to.close();
            }
        }

        private void happen() throws IOException {
            if (fault.how() == Break.SILENCE) {
                silent = true;
            } else {
                client.setSoLinger(true, 0);
                upstream.setSoLinger(true, 0);
                client.close();
                upstream.close();
            }
        }
    }
}
