package io.github.camelelevenlabs.stt.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** Passes bytes from a port of the loopback interface to another port: as an HTTP proxy with tunnels, or as TLS in front of a service. */
final class Tunnels implements AutoCloseable {

    private interface Opening {
        /** The socket to pass bytes on to; null when the tunnel was refused. */
        Socket open(Socket client) throws IOException;
    }

    private final LoopbackServer server;
    private final Opening opening;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final String consent;

    private Tunnels(ServerSocketFactory factory, String credentials, int target, String consent) throws IOException {
        this.consent = consent;
        opening = target == 0 ? client -> connect(client, credentials) : client -> socket(target);
        server = new LoopbackServer(factory, this::serve);
    }

    /** A proxy that accepts every client. */
    static Tunnels proxy() throws IOException {
        return proxy("HTTP/1.1 200 Connection established\r\n\r\n");
    }

    /** A proxy that accepts every client and answers with this text. */
    static Tunnels proxy(String consent) throws IOException {
        return new Tunnels(ServerSocketFactory.getDefault(), null, 0, consent);
    }

    /** A proxy that requires a user name and a password. */
    static Tunnels proxy(String username, String password) throws IOException {
        return new Tunnels(
                ServerSocketFactory.getDefault(),
                Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8)),
                0,
                "HTTP/1.1 200 Connection established\r\n\r\n");
    }

    /** Terminates TLS, or the protocol of the factory's sockets, in front of a service on this port. */
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

    private void serve(Socket client) throws IOException {
        try (client;
                Socket target = opening.open(client)) {
            if (target != null) {
                server.closing(target);
                server.run(() -> copy(target, client));
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

    int port() {
        return server.port();
    }

    /** The heads of the requests to the proxy: request line and headers. */
    List<String> heads() {
        return heads;
    }

    @Override
    public void close() {
        server.close();
    }
}
