package io.github.camelelevenlabs.stt.example.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A station that repeats one programme: each listener gets it from its beginning, in real time, as from an
 * Icecast server. Its audio is MP3 of a constant rate.
 */
final class RadioStation implements AutoCloseable {

    private static final int KILOBITS_PER_SECOND = 64;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int BYTES_PER_INTERVAL = (int) INTERVAL.toMillis() * KILOBITS_PER_SECOND / 8;

    private final byte[] programme;
    private final Duration interval;
    private final HttpServer server;
    private final ExecutorService listeners = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param mp3   of 64 kbit/s
     * @param speed 1 for real time; more for a station that tests can listen to
     */
    RadioStation(byte[] mp3, double speed) throws IOException {
        this.programme = mp3;
        this.interval = Duration.ofNanos((long) (INTERVAL.toNanos() / speed));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(listeners);
        server.createContext("/live", this::broadcast);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live");
    }

    private void broadcast(HttpExchange listener) throws IOException {
        listener.getResponseHeaders().set("Content-Type", "audio/mpeg");
        listener.getResponseHeaders().set("icy-name", "Harbour Radio");
        listener.sendResponseHeaders(200, 0);
        try (listener;
                OutputStream out = listener.getResponseBody()) {
            while (true) {
                play(out);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(OutputStream out) throws IOException, InterruptedException {
        for (int at = 0; at < programme.length; at += BYTES_PER_INTERVAL) {
            out.write(programme, at, Math.min(BYTES_PER_INTERVAL, programme.length - at));
            out.flush();
            if (closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the station has closed");
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        listeners.shutdownNow();
    }
}
