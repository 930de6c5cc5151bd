package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Script;
import io.github.camelelevenlabs.stt.emulator.SimulatedService;
import io.github.camelelevenlabs.stt.protocol.ChunkJson;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transport.HandshakeException;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A network between a session and the simulated service, on simulated time. Every message has a random latency, messages
 * keep their order, and a test breaks connections. A socket accepts messages until its buffers are full, even when the
 * peer is gone.
 */
final class SimulatedNetwork implements Transport {

    /** Messages that wait in front of full buffers before the sender is asked to wait. */
    private static final int MAX_UNSENT = 8;

    private final ManualTime time;
    private final SimulatedService service;
    private final Random random;
    private final List<Wire> wires = new ArrayList<>();

    private Duration refusesUntil = Duration.ZERO;
    private Duration unreachableUntil = Duration.ZERO;
    private int opened;
    private int bufferBytes = 256 * 1024;
    private double bytesPerSecond = Double.POSITIVE_INFINITY;

    SimulatedNetwork(ManualTime time, SimulatedService service, Random random) {
        this.time = time;
        this.service = service;
        this.random = random;
    }

    /** Resets every connection: messages in transit are lost in both directions. */
    void reset() {
        List.copyOf(wires).forEach(Wire::reset);
    }

    /** Makes every connection half-open: it stays open, but no message passes any more in either direction. */
    void cutCables() {
        List.copyOf(wires).forEach(Wire::cut);
    }

    /** Refuses new connections for this time; open connections are not affected. */
    void refuseConnections(Duration duration) {
        refusesUntil = now().plus(duration);
    }

    /** Leaves connection attempts unanswered for this time. */
    void ignoreConnections(Duration duration) {
        unreachableUntil = now().plus(duration);
    }

    /** The service commits this fault on every open connection. */
    void suffer(Fault fault) {
        List.copyOf(wires).stream().filter(wire -> wire.server != null).forEach(wire -> wire.server.suffer(fault));
    }

    /** The script of the connection that is opened next. */
    Script.When next() {
        return service.script().onConnection(service.sessions().size() + 1);
    }

    /** The fault happens at the next commit, of the client or of the service. */
    void onNextCommit(Fault fault) {
        service.script().onConnection(newest()).onCommit(commits() + 1).fault(fault);
    }

    /** The fault happens between the two messages of the next answer. */
    void onNextAnswer(Fault fault) {
        service.script().onConnection(newest()).onAnswer(commits() + 1).fault(fault);
    }

    private int newest() {
        return Math.max(1, service.sessions().size());
    }

    private int commits() {
        List<RecordedSession> sessions = service.sessions();
        return sessions.isEmpty()
                ? 0
                : sessions.get(sessions.size() - 1).commits().size();
    }

    /** The bandwidth towards the service; unlimited by default. */
    void bandwidth(double bytes) {
        bytesPerSecond = bytes;
    }

    /** The bytes that may be in transit on a connection before the sender has to wait. */
    void buffers(int bytes) {
        bufferBytes = bytes;
    }

    /** The number of connections that are open or being opened. */
    int connections() {
        return wires.size();
    }

    /** The number of connection attempts. */
    int opened() {
        return opened;
    }

    private Duration now() {
        return Duration.ofNanos(time.nanoTime());
    }

    private Duration latency() {
        return Duration.ofMillis(5 + random.nextInt(60));
    }

    @Override
    public CompletionStage<Link> connect(Callable<Upgrade> upgrade, Receiver receiver) {
        opened++;
        Wire wire = new Wire(receiver);
        wires.add(wire);
        Upgrade request;
        try {
            request = upgrade.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        time.schedule(latency().plus(latency()), () -> wire.open(request));
        return wire.opening;
    }

    private static Map<String, List<String>> query(Upgrade upgrade) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        Arrays.stream(upgrade.uri().getRawQuery().split("&")).forEach(pair -> {
            String[] parts = pair.split("=");
            query.computeIfAbsent(parts[0], name -> new ArrayList<>())
                    .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        });
        return query;
    }

    /** One connection. */
    private final class Wire implements Transport.Link, SimulatedService.Client {
        private final CompletableFuture<Link> opening = new CompletableFuture<>();
        private final Receiver receiver;
        private SimulatedService.Connection server;
        private boolean cut;
        private boolean over;
        private int inTransit;
        /** When the last message in each direction arrives. */
        private Duration lastUp = Duration.ZERO;

        private Duration lastDown = Duration.ZERO;
        private final List<Runnable> waiting = new ArrayList<>();

        private Wire(Receiver receiver) {
            this.receiver = receiver;
        }

        private void open(Upgrade request) {
            if (opening.isCancelled()) {
                end();
                return;
            }
            if (over || cut || now().compareTo(unreachableUntil) < 0) {
                cut = true;
                return;
            }
            if (now().compareTo(refusesUntil) < 0) {
                end();
                opening.completeExceptionally(new ConnectException("Connection refused"));
                return;
            }
            server = service.connect(query(request), Map.of("xi-api-key", List.of("key")), this);
            if (server.refusal().isPresent()) {
                int status = server.refusal().getAsInt();
                server = null;
                end();
                opening.completeExceptionally(new HandshakeException(status));
                return;
            }
            opening.complete(this);
        }

        private void reset() {
            if (over) {
                return;
            }
            boolean wasOpen = opening.isDone();
            cut();
            end();
            Duration notice = latency();
            IOException reset = new IOException("Connection reset by peer");
            time.schedule(notice, () -> {
                if (wasOpen) {
                    receiver.onLost(reset);
                } else {
                    opening.completeExceptionally(reset);
                }
            });
        }

        private void cut() {
            cut = true;
            if (server != null) {
                server.suffer(new Fault.DropConnection());
            }
        }

        private void end() {
            over = true;
            wires.remove(this);
        }

        @Override
        public void send(InputAudioChunk chunk) {
            byte[] text = ChunkJson.of(chunk);
            if (over) {
                receiver.onLost(new IOException("the connection is closed"));
            } else if (inTransit + text.length <= bufferBytes) {
                transmit(text);
            } else {
                waiting.add(() -> transmit(text));
            }
        }

        @Override
        public boolean isWritable() {
            return waiting.size() < MAX_UNSENT;
        }

        private void transmit(byte[] text) {
            inTransit += text.length;
            up(Duration.ofNanos((long) (text.length / bytesPerSecond * 1e9)), () -> {
                inTransit -= text.length;
                boolean full = !isWritable();
                while (!waiting.isEmpty() && inTransit < bufferBytes) {
                    waiting.remove(0).run();
                }
                if (full && isWritable()) {
                    receiver.onWritable();
                }
                server.text(text);
            });
        }

        @Override
        public void ping() {
            up(Duration.ZERO, () -> {
                server.ping();
                down(receiver::onPong);
            });
        }

        @Override
        public void close(int code, String reason) {
            up(Duration.ZERO, () -> {
                server.close(code, reason);
                down(() -> {
                    end();
                    receiver.onClosed(code, reason);
                });
            });
        }

        @Override
        public void abort() {
            // Messages sent before the abort still arrive.
            up(Duration.ZERO, () -> {
                server.lost();
                end();
            });
            wires.remove(this);
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        private void up(Duration transmission, Runnable arrival) {
            lastUp = arrivalAfter(lastUp, transmission);
            time.schedule(lastUp.minus(now()), () -> {
                if (!cut && !over) {
                    arrival.run();
                }
            });
        }

        private void down(Runnable arrival) {
            lastDown = arrivalAfter(lastDown, Duration.ZERO);
            time.schedule(lastDown.minus(now()), () -> {
                if (!cut && !over) {
                    arrival.run();
                }
            });
        }

        /** Messages do not overtake each other. */
        private Duration arrivalAfter(Duration last, Duration transmission) {
            Duration free = last.compareTo(now()) > 0 ? last : now().plus(latency());
            return free.plus(transmission);
        }

        @Override
        public void onText(String text) {
            down(() -> receiver.onText(text));
        }

        @Override
        public void onClose(int code, String reason) {
            ended(receiver -> receiver.onClosed(code, reason));
        }

        @Override
        public void onLost() {
            if (!cut) {
                ended(receiver -> receiver.onLost(new IOException("the connection ended without a closing handshake")));
            }
        }

        private void ended(Consumer<Receiver> how) {
            down(() -> {
                end();
                how.accept(receiver);
            });
        }
    }
}
