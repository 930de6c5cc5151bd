package io.github.camelelevenlabs.stt.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Accepts connections on a free port of the loopback interface and serves each one on a daemon thread of its own. */
final class LoopbackServer implements AutoCloseable {

    /** Serves one connection; an exception ends only that connection. */
    interface Service {
        void serve(Socket client) throws IOException;
    }

    interface Task {
        void run() throws IOException;
    }

    private final ServerSocket listening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    LoopbackServer(Service service) throws IOException {
        this(ServerSocketFactory.getDefault(), service);
    }

    LoopbackServer(ServerSocketFactory factory, Service service) throws IOException {
        listening = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(() -> {
            while (!listening.isClosed()) {
                Socket client = closing(listening.accept());
                run(() -> service.serve(client));
            }
        });
    }

    /** Runs a task on a daemon thread. */
    void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The peer has disconnected, or the test has ended.
                    }
                },
                "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes this socket together with the server. */
    Socket closing(Socket socket) {
        sockets.add(socket);
        return socket;
    }

    int port() {
        return listening.getLocalPort();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
