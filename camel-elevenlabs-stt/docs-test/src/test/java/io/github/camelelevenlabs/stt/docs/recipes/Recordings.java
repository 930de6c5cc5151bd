package io.github.camelelevenlabs.stt.docs.recipes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** A web server with recordings, for the URLs in messages. */
final class Recordings implements AutoCloseable {

    private final HttpServer server;

    /**
     * @param byPath the recording at each path
     */
    Recordings(Map<String, byte[]> byPath) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            byte[] recording = byPath.get(request.getRequestURI().getPath());
            request.sendResponseHeaders(recording == null ? 404 : 200, recording == null ? -1 : recording.length);
            if (recording != null) {
                request.getResponseBody().write(recording);
            }
            request.close();
        });
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
