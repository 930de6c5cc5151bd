package io.github.camelelevenlabs.stt.example.captions;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.support.RoutePolicySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the audio of pages that speak, from a WebSocket each, and hands it to a route. A page sends
 *
 * <ol>
 *   <li>{@code {"type":"hello","id":"…","name":"…","from":0,"spoken":0}}, see {@link Hello}
 *   <li>binary messages: the position of the audio in milliseconds (8 bytes, big-endian), then PCM, 16 bits little-endian at
 *       16 kHz, a second at most
 *   <li>{@code {"type":"stop"}}
 * </ol>
 *
 * and gets {@code welcome} with the position {@code from} which it sends its audio, every second {@code captioned} with the
 * position {@code through} which it need not keep it, and {@code ended} after the last caption. When the connection breaks it
 * says hello again with the same id. As the policy of the route it takes audio while the route runs.
 */
final class Microphones extends RoutePolicySupport implements Speaker.Listener {

    static final int MAX_SPEAKERS = 16;
    /** In bytes: one second. */
    static final int MAX_AUDIO = 32_000;
    /** Of the position. */
    static final int HEADER = Long.BYTES;
    /** What the page shows, and does not try again. */
    static final short REFUSED = 4000;

    private static final short TRY_AGAIN = 1013;
    private static final int MAX_CONNECTIONS = 4 * MAX_SPEAKERS;
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(3);
    /** A page sends audio ten times a second, silence included. */
    private static final Duration SILENCE = Duration.ofSeconds(15);
    /** For longer than a page keeps audio, so that what comes again is recognised. */
    private static final Duration ABSENCE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Microphones.class);

    private final Vertx vertx;
    private final CaptionStream captions;
    private final Context loop;
    /** The route makes its callers wait while it has more audio than it can keep. */
    private final WorkerExecutor workers;

    private volatile Feed feed;
    private volatile boolean on;
    // Touched on the loop only:
    private final Set<Connection> connections = new HashSet<>();
    /** By their secret ids. */
    private final Map<String, Speaker> speakers = new LinkedHashMap<>();

    private final Map<Speaker, Connection> present = new LinkedHashMap<>();
    private final Map<Speaker, Long> absentSince = new LinkedHashMap<>();
    private int numbers;

    private record Feed(Endpoint endpoint, AsyncProducer producer) {}

    Microphones(Vertx vertx, CaptionStream captions) {
        this.vertx = vertx;
        this.captions = captions;
        this.loop = vertx.getOrCreateContext();
        this.workers = vertx.createSharedWorkerExecutor("microphones", MAX_SPEAKERS, 1, TimeUnit.HOURS);
        loop.runOnContext(now -> show());
        vertx.setPeriodic(BEAT.toMillis(), beat -> loop.runOnContext(now -> beat()));
    }

    /** Takes audio from now on. */
    @Override
    public void onStart(Route route) {
        AsyncProducer producer;
        try {
            producer = route.getEndpoint().createAsyncProducer();
        } catch (Exception e) {
            throw new RuntimeCamelException(e);
        }
        producer.start();
        feed = new Feed(route.getEndpoint(), producer);
    }

    /** Takes no more audio. The pages keep theirs, and try again. */
    @Override
    public void onStop(Route route) {
        feed = null;
        loop.runOnContext(now ->
                Set.copyOf(connections).forEach(connection -> connection.end(TRY_AGAIN, "The server is stopping")));
    }

    void handshake(ServerWebSocketHandshake handshake) {
        if (!handshake.path().equals("/microphone")) {
            handshake.reject(404);
        } else if (!isOwnPage(handshake)) {
            handshake.reject(403);
        } else {
            handshake.accept().onSuccess(socket -> {
                // Nothing may come before the handlers are there.
                socket.pause();
                loop.runOnContext(now -> new Connection(socket).begin());
            });
        }
    }

    /** Any page may open a WebSocket to any server. Browsers say which page it was. */
    private static boolean isOwnPage(ServerWebSocketHandshake handshake) {
        String origin = handshake.headers().get(HttpHeaders.ORIGIN);
        String host = handshake.headers().get(HttpHeaders.HOST);
        return origin == null
                || origin.equalsIgnoreCase("http://" + host)
                || origin.equalsIgnoreCase("https://" + host);
    }

    private Future<Future<Void>> send(byte[] audio, Map<String, Object> headers) {
        Feed to = feed;
        if (to == null) {
            return Future.failedFuture("The route is not running");
        }
        Promise<Void> captioned = Promise.promise();
        Exchange exchange = to.endpoint().createExchange();
        exchange.getMessage().setBody(audio);
        exchange.getMessage().setHeaders(headers);
        // In no order but that of each speaker: a speaker whose audio has to wait holds up nobody else.
        return workers.executeBlocking(
                () -> {
                    to.producer()
                            .process(
                                    exchange,
                                    sync -> loop.runOnContext(now -> {
                                        if (exchange.getException() == null) {
                                            captioned.complete();
                                        } else {
                                            captioned.fail(exchange.getException());
                                        }
                                    }));
                    return captioned.future();
                },
                false);
    }

    private void beat() {
        long now = now();
        Set.copyOf(connections).forEach(connection -> connection.beat(now));
        absentSince.entrySet().removeIf(absent -> {
            boolean gone = now - absent.getValue() > ABSENCE.toMillis();
            if (gone) {
                speakers.values().remove(absent.getKey());
            }
            return gone;
        });
        show();
    }

    /** Whether anybody speaks at present. */
    boolean areOn() {
        return on;
    }

    private void show() {
        on = !present.isEmpty();
        JsonArray everybody =
                new JsonArray().add(new JsonObject().put("number", 0).put("name", CaptionRoutes.STATION));
        speakers.values().stream()
                .filter(speaker -> !speaker.isFinished())
                .forEach(speaker -> everybody.add(speaker.shown(!present.containsKey(speaker))));
        captions.speakers(everybody.encode());
    }

    @Override
    public void finished(Speaker speaker) {
        Connection connection = present.get(speaker);
        if (connection != null) {
            connection.say(new JsonObject().put("type", "ended"));
            connection.end((short) 1000, "");
        }
        show();
    }

    @Override
    public void failed(Speaker speaker, Throwable cause) {
        boolean lasting = cause instanceof ElevenLabsSttException failure && !failure.isRetryable();
        LOG.warn("The audio of speaker {} was not transcribed; {}", speaker.number(), cause.toString());
        Connection connection = present.get(speaker);
        if (connection != null && lasting) {
            String type = ((ElevenLabsSttException) cause).getErrorType();
            connection.end(REFUSED, "The service does not transcribe: " + type);
        } else if (connection != null) {
            connection.end(TRY_AGAIN, "The service does not answer");
        }
    }

    private static long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** One WebSocket. */
    private final class Connection {

        private final ServerWebSocket socket;
        private long heardAt = now();
        private Speaker speaker;
        private boolean stopped;
        /** Whether a message waits for the route. */
        private boolean busy;

        private Connection(ServerWebSocket socket) {
            this.socket = socket;
        }

        private void begin() {
            connections.add(this);
            if (connections.size() > MAX_CONNECTIONS) {
                end(TRY_AGAIN, "Too many connections");
                return;
            }
            socket.closeHandler(gone -> loop.runOnContext(now -> left()));
            socket.textMessageHandler(text -> receive(() -> control(text)));
            socket.binaryMessageHandler(audio -> receive(() -> audio(audio)));
            socket.resume();
        }

        /** One message after the other: the next one is read when this one is done. */
        private void receive(Receiver receiver) {
            socket.pause();
            loop.runOnContext(now -> {
                if (!connections.contains(this)) {
                    return;
                }
                busy = true;
                try {
                    receiver.receive().onComplete(done -> {
                        busy = false;
                        heardAt = now();
                        socket.resume();
                    });
                } catch (RuntimeException malformed) {
                    end(REFUSED, "This server does not understand this page. Reload it.");
                }
            });
        }

        private Future<?> control(String text) {
            if (text.length() > Hello.MAX_LENGTH) {
                throw new IllegalArgumentException("Too long");
            }
            JsonObject message = new JsonObject(text);
            Object type = message.getValue("type");
            if ("hello".equals(type) && speaker == null) {
                return hello(Hello.of(message));
            } else if ("stop".equals(type) && speaker != null && !stopped) {
                stopped = true;
                return speaker.stop();
            }
            throw new IllegalArgumentException("Not expected now");
        }

        private Future<?> hello(Hello hello) {
            if (feed == null) {
                end(TRY_AGAIN, "The route is not running");
                return Future.succeededFuture();
            }
            speaker = speakers.get(hello.id());
            if (speaker == null && !hasRoom()) {
                end(REFUSED, "Too many people speak at present. Try again later.");
                return Future.succeededFuture();
            }
            if (speaker == null) {
                speaker = new Speaker(
                        hello, ++numbers, System.currentTimeMillis(), Microphones.this::send, Microphones.this);
                speakers.put(hello.id(), speaker);
            }
            Connection earlier = present.put(speaker, this);
            absentSince.remove(speaker);
            if (earlier != null) {
                earlier.end(TRY_AGAIN, "The page has connected again");
            }
            show();
            if (speaker.isFinished()) {
                finished(speaker);
                return Future.succeededFuture();
            }
            return speaker.resume()
                    .onSuccess(
                            from -> say(new JsonObject().put("type", "welcome").put("from", from)));
        }

        private boolean hasRoom() {
            Iterator<Speaker> earliest = speakers.values().iterator();
            while (speakers.size() >= MAX_SPEAKERS && earliest.hasNext()) {
                Speaker candidate = earliest.next();
                if (candidate.isFinished() && absentSince.remove(candidate) != null) {
                    earliest.remove();
                }
            }
            return speakers.size() < MAX_SPEAKERS;
        }

        private Future<?> audio(Buffer message) {
            int length = message.length() - HEADER;
            if (speaker == null || stopped || length < 2 || length > MAX_AUDIO || length % 2 != 0) {
                throw new IllegalArgumentException("No audio, or too much");
            }
            long position = message.getLong(0);
            if (position < 0 || position > Hello.MAX_MILLIS) {
                throw new IllegalArgumentException("No position");
            }
            byte[] pcm = message.getBytes(HEADER, message.length());
            long delay = speaker.delay(now(), length);
            return delay == 0
                    ? speaker.speak(position, pcm)
                    : vertx.timer(delay).compose(now -> onLoop()).compose(now -> speaker.speak(position, pcm));
        }

        private Future<Void> onLoop() {
            Promise<Void> there = Promise.promise();
            loop.runOnContext(now -> there.complete());
            return there.future();
        }

        private void beat(long now) {
            Duration patience = speaker == null ? HELLO_TIMEOUT : SILENCE;
            if (!busy && now - heardAt > patience.toMillis() || socket.writeQueueFull()) {
                end(TRY_AGAIN, "Nothing was heard");
            } else if (speaker != null) {
                say(new JsonObject().put("type", "captioned").put("through", speaker.captioned()));
            }
        }

        private void say(JsonObject message) {
            if (connections.contains(this)) {
                socket.writeTextMessage(message.encode());
            }
        }

        private void end(short code, String reason) {
            left();
            socket.close(code, reason);
        }

        private void left() {
            connections.remove(this);
            if (speaker != null && present.remove(speaker, this)) {
                absentSince.put(speaker, now());
            }
            show();
        }
    }

    @FunctionalInterface
    private interface Receiver {
        Future<?> receive();
    }
}
