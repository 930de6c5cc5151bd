package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.example.callcentre.Partition.Taken;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the records of calls and sends each as an exchange, without waiting for the ones before. An exchange has succeeded when the
 * offset of its record is committed: the route calls {@link #commit()} last. So what is done after an exchange, such as removing the
 * kept session of a call that is over, is done only when none of its records can come again.
 *
 * <p>One thread polls, hands over and commits. Camel's own Kafka consumer does not fit: it reads the next record when the exchange of
 * the one before is done.
 */
final class KafkaCalls implements ConsumerRebalanceListener {

    static final String GROUP = "transcription";

    /** A header of its exchanges. */
    static final String CALL = "call";

    private static final Logger LOG = LoggerFactory.getLogger(KafkaCalls.class);

    private static final String TAKEN = "CallCentreTaken";
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    /** Records of a partition that may wait for what was said in them, before no more are read. */
    private static final int MAX_UNFINISHED = 2000;

    private final String brokers;
    private final String to;

    // Used by the thread that polls:
    private final Map<TopicPartition, Partition> partitions = new HashMap<>();
    private KafkaConsumer<String, byte[]> consumer;
    private AsyncProducer calls;
    private boolean committing;

    /** What other threads have for the one that polls. */
    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();

    private Thread thread;
    private volatile boolean stopped;

    /** @param to the endpoint that gets the records */
    KafkaCalls(String brokers, String to) {
        this.brokers = brokers;
        this.to = to;
    }

    /** Begins to read. @param context whose routes have started */
    void start(CamelContext context) throws Exception {
        calls = context.getEndpoint(to).createAsyncProducer();
        context.addService(calls);
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        GROUP,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        // A change of instances moves as few calls as possible, and the others go on meanwhile.
                        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                        CooperativeStickyAssignor.class.getName(),
                        // The least that a broker allows by default: a call rests for so long when its instance dies.
                        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                        6000,
                        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                        2000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        thread = new Thread(this::run, "calls");
        thread.start();
    }

    /** Leaves the group: the calls go on at other instances. */
    void stop() throws InterruptedException {
        stopped = true;
        consumer.wakeup();
        thread.join(CLOSING.multipliedBy(2).toMillis());
    }

    private void run() {
        try (KafkaConsumer<String, byte[]> closed = consumer) {
            closed.subscribe(List.of(CallRecord.TOPIC), this);
            while (!stopped) {
                for (ConsumerRecord<String, byte[]> kafka : closed.poll(POLL)) {
                    take(kafka);
                }
                handleInbox();
                long now = System.nanoTime();
                partitions.values().forEach(partition -> partition.retry(now));
                limit();
                commit(true);
            }
        } catch (WakeupException e) {
            LOG.debug("Reads no more calls");
        } catch (RuntimeException e) {
            LOG.error("Cannot go on reading calls; restart this instance", e);
        }
    }

    private void take(ConsumerRecord<String, byte[]> kafka) {
        Partition partition = partitions.get(new TopicPartition(kafka.topic(), kafka.partition()));
        try {
            partition.take(kafka.offset(), CallRecord.of(kafka), this::send);
        } catch (IllegalArgumentException e) {
            LOG.warn("A record is left out: {}", e.getMessage());
            partition.skip(kafka.offset());
        }
    }

    private void send(Taken taken) {
        CallRecord record = taken.record();
        Exchange exchange = calls.getEndpoint().createExchange();
        exchange.setProperty(TAKEN, taken);
        exchange.getMessage().setBody(record.audio());
        exchange.getMessage().setHeader(CALL, record.call());
        exchange.getMessage().setHeader(ElevenLabsSttConstants.AUDIO_POSITION, record.position());
        exchange.getMessage().setHeader(ElevenLabsSttConstants.END_OF_AUDIO, record.last());
        calls.process(exchange, doneSync -> answered(taken, exchange.getException()));
    }

    private static void answered(Taken taken, Exception failure) {
        if (failure != null && !(failure instanceof Partition.RevokedException)) {
            if (taken.call().failed(System.nanoTime())) {
                LOG.warn("{} is tried again: {}", taken.record().call(), failure.getMessage());
            }
        }
    }

    /** The last step of the route: commits the offset of the record, as soon as all before it are done. */
    AsyncProcessor commit() {
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Taken taken = exchange.getProperty(TAKEN, Taken.class);
                taken.call().done(taken);
                Consumer<Exception> reply = failure -> {
                    exchange.setException(failure);
                    callback.done(false);
                };
                inbox.add(() -> taken.partition().done(taken.offset(), reply));
                return false;
            }
        };
    }

    private void handleInbox() {
        for (Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
    }

    /** Stops reading partitions with too much that is not done, and reads them again when it is half of that. */
    private void limit() {
        partitions.forEach((name, partition) -> {
            if (partition.unfinished() >= MAX_UNFINISHED) {
                consumer.pause(List.of(name));
            } else if (partition.unfinished() < MAX_UNFINISHED / 2) {
                consumer.resume(List.of(name));
            }
        });
    }

    private void commit(boolean async) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach((name, partition) -> {
            if (partition.hasMoreToCommit()) {
                offsets.put(name, new OffsetAndMetadata(partition.position()));
            }
        });
        if (offsets.isEmpty()) {
            return;
        }
        if (!async) {
            consumer.commitSync(offsets, CLOSING);
            onCommitted(offsets, null);
        } else if (!committing) {
            committing = true;
            consumer.commitAsync(offsets, this::onCommitted);
        }
    }

    private void onCommitted(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
        committing = false;
        if (failure != null) {
            LOG.debug("Offsets are committed later", failure);
            return;
        }
        offsets.forEach((name, offset) -> {
            Partition partition = partitions.get(name);
            if (partition != null) {
                partition.committed(offset.offset());
            }
        });
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        assigned.forEach(name -> partitions.put(name, new Partition(consumer.position(name))));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        handleInbox();
        try {
            commit(false);
        } catch (KafkaException e) {
            LOG.debug("What is done and not committed comes again elsewhere", e);
        }
        onPartitionsLost(revoked);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
        lost.stream().map(partitions::remove).forEach(Partition::revoke);
    }
}
