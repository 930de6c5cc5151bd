package io.github.camelelevenlabs.stt.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Passes bytes on from a port of the loopback: as an HTTP proxy that is asked for a tunnel, or as the TLS before a service. */
final class Tunnels implements AutoCloseable {

    private interface Opening {
        /** The socket to pass bytes on to; null when it refused. */
        Socket open(Socket client) throws IOException;
    }

    private final ServerSocket listening;
    private final Opening opening;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final String consent;

    private Tunnels(ServerSocketFactory factory, String credentials, int target, String consent) throws IOException {
        this.consent = consent;
        listening = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opening = target == 0 ? client -> connect(client, credentials) : client -> socket(target);
        run(this::accept);
    }

    /** A proxy that lets everybody through. */
    static Tunnels proxy() throws IOException {
        return proxy("HTTP/1.1 200 Connection established\r\n\r\n");
    }

    /** A proxy that lets everybody through with these words. */
    static Tunnels proxy(String consent) throws IOException {
        return new Tunnels(ServerSocketFactory.getDefault(), null, 0, consent);
    }

    /** A proxy that asks for a name and a password. */
    static Tunnels proxy(String username, String password) throws IOException {
        return new Tunnels(
                ServerSocketFactory.getDefault(),
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)),
                0,
                "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    /** What terminates TLS, or whatever the factory makes, before a service on this port. */
    static Tunnels before(int port, ServerSocketFactory factory) throws IOException {
        return new Tunnels(factory, null, port, "");
    }

    private Socket connect(Socket client, String credentials) throws IOException {
        String head = RawWebSocketServer.head(client.getInputStream());
        heads.add(head);
        OutputStream out = client.getOutputStream();
        if (!head.startsWith("CONNECT ")) {
            out.write(ascii("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n"));
            return null;
        }
        if (credentials != null && !head.contains("Basic " + credentials)) {
            out.write(
                    ascii("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n"
                            + "Content-Length: 0\r\n\r\n"));
            return null;
        }
        String address = head.split(" ")[1];
        Socket target = socket(Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
        out.write(ascii(consent));
        return target;
    }

    private static Socket socket(int port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            sockets.add(client);
            run(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client;
                Socket target = opening.open(client)) {
            if (target != null) {
                sockets.add(target);
                run(() -> copy(target, client));
                copy(client, target);
            }
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The other side has gone, or the test is over.
                    }
                },
                "tunnels");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What the proxy was asked, each with its headers. */
    List<String> heads() {
        return heads;
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
