package io.github.camelelevenlabs.stt.docs.recipes;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.kafka.KafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;

/** One topic with one partition to read from, and all written records, with Kafka's mock clients and without a network. */
final class MockKafka implements KafkaClientFactory {

    private final TopicPartition source;
    private final List<String> values = new CopyOnWriteArrayList<>();
    private final MockProducer<String, String> producer =
            new MockProducer<>(true, null, new StringSerializer(), new StringSerializer());
    private volatile OffsetAndMetadata committed;

    MockKafka(String topic, String... values) {
        source = new TopicPartition(topic, 0);
        this.values.addAll(List.of(values));
    }

    /** The offset of the group after a restart; -1 if it has committed nothing. */
    long committed() {
        return committed == null ? -1 : committed.offset();
    }

    List<String> written(String topic) {
        return producer.history().stream()
                .filter(message -> message.topic().equals(topic))
                .map(ProducerRecord::value)
                .toList();
    }

    @Override
    public Producer<String, String> getProducer(Properties properties) {
        return producer;
    }

    @Override
    public Consumer<String, String> getConsumer(Properties properties) {
        return new Client(properties.getProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG));
    }

    @Override
    public String getBrokers(KafkaConfiguration configuration) {
        return "no network";
    }

    /** A member of the group, which lives as long as one connection. */
    private final class Client extends MockConsumer<String, String> {

        Client(String offsetReset) {
            super(offsetReset);
        }

        @Override
        public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
            super.subscribe(topics, listener);
            schedulePollTask(this::assign);
        }

        private void assign() {
            updateBeginningOffsets(Map.of(source, 0L));
            updateEndOffsets(Map.of(source, (long) values.size()));
            rebalance(List.of(source));
            if (committed != null) {
                super.commitSync(Map.of(source, committed));
            }
            for (int offset = 0; offset < values.size(); offset++) {
                addRecord(new ConsumerRecord<>(source.topic(), 0, offset, null, values.get(offset)));
            }
        }

        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
            super.commitSync(offsets, timeout);
            committed = offsets.get(source);
        }
    }
}
