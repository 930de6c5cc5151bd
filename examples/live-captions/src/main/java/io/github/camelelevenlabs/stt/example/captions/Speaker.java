package io.github.camelelevenlabs.stt.example.captions;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * One person's microphone, over as many connections as it takes: a stream session of the route, whose key is the id that only
 * the page knows. Used on one event loop.
 *
 * <p>{@code taken} is the position up to which the route has the audio: the page sends what is behind. {@code captioned} is
 * the position up to which everything said is captioned: the page keeps what is behind, in case this process ends or the
 * session fails.
 */
final class Speaker {

    /** Hands a message to the route; the inner result is that of the exchange, which comes much later. */
    @FunctionalInterface
    interface Route {
        Future<Future<Void>> send(byte[] audio, Map<String, Object> headers);
    }

    /** What becomes of a speaker. */
    interface Listener {
        void finished(Speaker speaker);

        void failed(Speaker speaker, Throwable cause);
    }

    private static final int BYTES_PER_MILLI = 32;

    private static final class Piece {
        private final long end;
        private boolean captioned;

        private Piece(long end) {
            this.end = end;
        }
    }

    private final Hello hello;
    private final int number;
    private final Map<String, Object> identity;
    private final Route route;
    private final Listener listener;
    private final AudioPace pace = new AudioPace();
    private final Deque<Piece> uncaptioned = new ArrayDeque<>();
    private long taken;
    private long captioned;
    /** Completes when the route has all messages so far. */
    private Future<?> handedOver = Future.succeededFuture();
    /** Counts the failures; what a session before the last failure says does not matter. */
    private int failures;

    private boolean finished;

    /** @param now in milliseconds since 1970 */
    Speaker(Hello hello, int number, long now, Route route, Listener listener) {
        this.hello = hello;
        this.number = number;
        this.identity = Map.of(
                SESSION_KEY,
                hello.id(),
                CaptionRoutes.SPEAKER,
                number,
                CaptionRoutes.NAME,
                hello.name(),
                CaptionRoutes.SINCE,
                now - hello.spoken());
        this.taken = hello.from();
        this.captioned = hello.from();
        this.route = route;
        this.listener = listener;
    }

    JsonObject shown(boolean away) {
        return new JsonObject().put("number", number).put("name", hello.name()).put("away", away);
    }

    int number() {
        return number;
    }

    long captioned() {
        return captioned;
    }

    boolean isFinished() {
        return finished;
    }

    /** Where a page that has come back continues. */
    Future<Long> resume() {
        return handedOver.transform(all -> Future.succeededFuture(taken));
    }

    /** For how long a piece of audio has to wait, in milliseconds. */
    long delay(long now, int bytes) {
        return pace.delay(now, bytes / BYTES_PER_MILLI);
    }

    /** Completes when the route has the piece. */
    Future<Void> speak(long position, byte[] audio) {
        Piece piece = new Piece(position + audio.length / BYTES_PER_MILLI);
        uncaptioned.add(piece);
        return send(audio, AUDIO_POSITION, position, () -> taken = Math.max(taken, piece.end), () -> {
            piece.captioned = true;
            while (!uncaptioned.isEmpty() && uncaptioned.peek().captioned) {
                captioned = Math.max(captioned, uncaptioned.remove().end);
            }
        });
    }

    /** Completes when the route knows that the audio is complete. */
    Future<Void> stop() {
        return send(null, END_OF_AUDIO, true, () -> {}, () -> {
            finished = true;
            listener.finished(this);
        });
    }

    private Future<Void> send(byte[] audio, String header, Object value, Runnable accepted, Runnable done) {
        Map<String, Object> headers = new HashMap<>(identity);
        headers.put(header, value);
        int session = failures;
        Future<Future<Void>> sent = handedOver.transform(earlier -> route.send(audio, headers));
        handedOver = sent.onSuccess(result -> {
            inSession(session, accepted);
            result.onComplete(nothing -> inSession(session, done), failure -> inSession(session, () -> fail(failure)));
        });
        sent.onFailure(failure -> inSession(session, () -> fail(failure)));
        return sent.mapEmpty();
    }

    private void inSession(int session, Runnable action) {
        if (session == failures) {
            action.run();
        }
    }

    /** Everything that is not captioned has to come again. */
    private void fail(Throwable cause) {
        failures++;
        uncaptioned.clear();
        taken = captioned;
        listener.failed(this, cause);
    }
}
