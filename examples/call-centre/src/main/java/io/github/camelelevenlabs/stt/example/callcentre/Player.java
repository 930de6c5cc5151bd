package io.github.camelelevenlabs.stt.example.callcentre;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The telephones: sends calls to Kafka at the pace at which they are spoken, each a moment after the one before. */
final class Player implements AutoCloseable {

    private static final long PIECE = 200;

    private final List<Call> calls;
    private final long stagger;
    private final KafkaProducer<String, byte[]> kafka;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicLongArray played;

    // Used by the clock's thread:
    private int callsOver;

    /** @param stagger from the beginning of a call to the beginning of the next one */
    Player(String brokers, List<Call> calls, Duration stagger) {
        this.calls = calls;
        this.stagger = stagger.toMillis();
        played = new AtomicLongArray(calls.size());
        kafka = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** @return done when all calls are over and in Kafka */
    CompletableFuture<Void> play() {
        long start = System.nanoTime();
        clock.scheduleAtFixedRate(
                () -> playUntil(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)),
                0,
                PIECE,
                TimeUnit.MILLISECONDS);
        return over;
    }

    private void playUntil(long now) {
        try {
            for (int i = 0; i < calls.size(); i++) {
                play(i, now - i * stagger);
            }
            if (callsOver == calls.size()) {
                clock.shutdown();
                kafka.flush();
                over.complete(null);
            }
        } catch (RuntimeException e) {
            clock.shutdown();
            over.completeExceptionally(e);
        }
    }

    private void play(int index, long until) {
        Call call = calls.get(index);
        long position = played.get(index);
        while (position < call.milliseconds() && position + PIECE <= until) {
            byte[] audio = call.audio(position, position + PIECE);
            send(new CallRecord(call.name(), audio, position, false));
            position += audio.length / Call.BYTES_PER_MILLISECOND;
            played.set(index, position);
            if (position == call.milliseconds()) {
                send(new CallRecord(call.name(), new byte[0], position, true));
                callsOver++;
            }
        }
    }

    private void send(CallRecord piece) {
        kafka.send(piece.toKafka(), (metadata, failure) -> {
            if (failure != null) {
                over.completeExceptionally(failure);
            }
        });
    }

    /** The milliseconds of a call that were sent. */
    long played(int call) {
        return played.get(call);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        kafka.close(Duration.ZERO);
    }
}
