package io.github.camelelevenlabs.stt.example.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A station with one programme, over and over, with a pause between: whoever tunes in hears it from its beginning, in real
 * time, as from an Icecast server. Its audio is a WAV that does not say how long it is.
 */
final class RadioStation implements AutoCloseable {

    private static final int WAV_HEADER = 44;
    private static final int BYTES_PER_MILLISECOND = 16_000 / 1_000 * 2;
    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final byte[] programme;
    private final Duration frameInterval;
    private final HttpServer server;
    private final ExecutorService listeners = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param wav   16 kHz, 16 bits, mono, with a header of 44 bytes
     * @param speed 1 for real time; more for a station that tests can listen to
     */
    RadioStation(byte[] wav, double speed) throws IOException {
        this.programme = wav;
        this.frameInterval = Duration.ofNanos((long) (FRAME.toNanos() / speed));
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(listeners);
        server.createContext("/live", this::broadcast);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/live");
    }

    private void broadcast(HttpExchange listener) throws IOException {
        listener.getResponseHeaders().set("Content-Type", "audio/wav");
        listener.getResponseHeaders().set("icy-name", "Harbour Radio");
        listener.sendResponseHeaders(200, 0);
        try (listener;
                OutputStream out = listener.getResponseBody()) {
            out.write(endlessHeader());
            while (true) {
                play(out, programme, WAV_HEADER);
                play(out, new byte[(int) PAUSE.toMillis() * BYTES_PER_MILLISECOND], 0);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] endlessHeader() {
        byte[] header = Arrays.copyOf(programme, WAV_HEADER);
        Arrays.fill(header, WAV_HEADER - 4, WAV_HEADER, (byte) 0xFF);
        return header;
    }

    private void play(OutputStream out, byte[] audio, int from) throws IOException, InterruptedException {
        int frame = (int) FRAME.toMillis() * BYTES_PER_MILLISECOND;
        for (int at = from; at < audio.length; at += frame) {
            out.write(audio, at, Math.min(frame, audio.length - at));
            out.flush();
            if (closed.await(frameInterval.toNanos(), TimeUnit.NANOSECONDS)) {
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
