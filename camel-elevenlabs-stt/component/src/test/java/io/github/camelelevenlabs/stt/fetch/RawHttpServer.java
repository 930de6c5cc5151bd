package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;

/** A local server that responds with exactly the given bytes, valid or not. One request for each connection. */
public final class RawHttpServer implements AutoCloseable {

    /** Handles a request; the connection is closed afterwards. */
    @FunctionalInterface
    public interface Response {
        void give(Reply reply) throws Exception;
    }

    private final ServerSocket server;
    private final Map<String, Response> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private RawHttpServer(ServerSocket server) {
        this.server = server;
    }

    public static RawHttpServer start() throws IOException {
        return start(ServerSocketFactory.getDefault());
    }

    static RawHttpServer start(ServerSocketFactory sockets) throws IOException {
        RawHttpServer started = new RawHttpServer(sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        daemon(started::accept);
        return started;
    }

    /** Sets the response for a path. */
    public RawHttpServer at(String path, Response answer) {
        answers.put(path, answer);
        return this;
    }

    /** A complete response with this content type. */
    public RawHttpServer at(String path, String contentType, byte[] body) {
        return at(
                path,
                reply -> reply.head("200 OK", "Content-Type: " + contentType, "Content-Length: " + body.length)
                        .send(body));
    }

    public RawHttpServer redirect(String path, String location) {
        return at(path, reply -> reply.head("302 Found", "Location: " + location, "Content-Length: 0"));
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The headers of all requests in order. */
    public List<String> requests() {
        return requests;
    }

    /** The number of connections that neither side has closed. */
    public int connections() {
        return open.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            requests.add(head);
            String path = head.split(" ")[1];
            answers.getOrDefault(path, reply -> reply.head("404 Not Found")).give(new Reply(socket));
        } catch (Exception e) {
            // The client has disconnected, or the test has ended.
        } finally {
            open.remove(socket);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the request broke off");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-http-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** A response that is being sent. */
    public final class Reply {
        private final Socket socket;

        private Reply(Socket socket) {
            this.socket = socket;
        }

        public Reply head(String status, String... headers) throws IOException {
            return send("HTTP/1.1 " + status + "\r\n" + String.join("\r\n", headers)
                    + (headers.length > 0 ? "\r\n\r\n" : "\r\n"));
        }

        public Reply send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        public Reply send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** Sends one chunk of a chunked response; an empty one is the last. */
        public Reply chunk(byte[] bytes) throws IOException {
            return send(Integer.toHexString(bytes.length) + "\r\n").send(bytes).send("\r\n");
        }

        /** Sends pieces at this interval. */
        public Reply trickle(byte[] bytes, int piece, Duration apart) throws Exception {
            for (int at = 0; at < bytes.length; at += piece) {
                socket.getOutputStream().write(bytes, at, Math.min(piece, bytes.length - at));
                pause(apart);
            }
            return this;
        }

        /** Sleeps, unless the server is stopped. */
        public Reply pause(Duration duration) throws Exception {
            if (stopped.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the server was stopped");
            }
            return this;
        }

        /** Waits until the client has closed the connection. */
        public void awaitGone() throws IOException {
            while (socket.getInputStream().read() >= 0) {
                // Clients send nothing more.
            }
        }

        /** Breaks the connection in the middle of the response. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
