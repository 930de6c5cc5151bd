package io.github.camelelevenlabs.stt.example.captions;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A station that repeats one programme, with a pause after each round: each listener gets it from its beginning,
 * at the pace of speech, as WAV without an end. It is on the air for as long as its Vert.x is open.
 */
final class RadioStation {

    private static final int HEADER = 44;
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final BooleanSupplier waiting;
    private final Buffer header;
    private final Buffer round;
    private final Buffer silence;
    private final int bytesPerInterval;
    private final long interval;
    private final HttpServer server;

    /**
     * @param wav   of 16 bits, with a header of 44 bytes
     * @param speed 1 for real time; more for a station that tests can listen to
     */
    RadioStation(Vertx vertx, byte[] wav, double speed) {
        this(vertx, wav, speed, () -> false);
    }

    /** @param waiting whether the next round has to wait, in silence */
    RadioStation(Vertx vertx, byte[] wav, double speed, BooleanSupplier waiting) {
        this.vertx = vertx;
        this.waiting = waiting;
        byte[] endless = Arrays.copyOf(wav, HEADER);
        Arrays.fill(endless, HEADER - Integer.BYTES, HEADER, (byte) 0xFF);
        this.header = Buffer.buffer(endless);
        int bytesPerSecond = header.getIntLE(28);
        this.bytesPerInterval = (int) (bytesPerSecond * INTERVAL.toMillis() / 1_000);
        this.round = Buffer.buffer(Arrays.copyOfRange(wav, HEADER, wav.length))
                .appendBytes(new byte[(int) (bytesPerSecond * PAUSE.toSeconds())]);
        this.silence = Buffer.buffer(new byte[bytesPerInterval]);
        this.interval = (long) (INTERVAL.toNanos() / speed);
        this.server = vertx.createHttpServer()
                .requestHandler(this::broadcast)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/live.wav");
    }

    private void broadcast(HttpServerRequest listener) {
        HttpServerResponse air = listener.response().setChunked(true).putHeader("Content-Type", "audio/wav");
        air.write(header);
        int[] at = {0};
        long clock = vertx.setPeriodic(TimeUnit.NANOSECONDS.toMillis(interval), tick -> {
            if (at[0] == 0 && waiting.getAsBoolean()) {
                air.write(silence);
                return;
            }
            int end = Math.min(at[0] + bytesPerInterval, round.length());
            air.write(round.slice(at[0], end));
            at[0] = end % round.length();
        });
        air.closeHandler(gone -> vertx.cancelTimer(clock));
    }
}
