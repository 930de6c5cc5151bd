package io.github.camelelevenlabs.stt.example.callcentre;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A Kafka broker on this computer, in a process of its own, new and with the topic of the calls; ends when closed. */
final class Broker implements AutoCloseable {

    private static final int PARTITIONS = 12;
    private static final int SECONDS_TO_START = 120;

    private final String address;
    private final ChildJvm process;
    private final Admin admin;

    private Broker(String address, ChildJvm process) {
        this.address = address;
        this.process = process;
        admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                address,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                SECONDS_TO_START * 1000));
    }

    /** @param home a new folder for its data and its log */
    static Broker start(Path home) throws IOException, InterruptedException {
        int port = Ports.free();
        int controller = Ports.free();
        Files.createDirectories(home);
        Path properties = Files.write(
                home.resolve("broker.properties"),
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controller,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                        "controller.listener.names=CONTROLLER",
                        // A backslash would escape.
                        "log.dirs="
                                + home.resolve("data")
                                        .toAbsolutePath()
                                        .toString()
                                        .replace('\\', '/'),
                        // There is one broker only, and a small computer.
                        "offsets.topic.replication.factor=1",
                        "offsets.topic.num.partitions=1",
                        "group.initial.rebalance.delay.ms=0",
                        "num.network.threads=1",
                        "num.io.threads=2",
                        "log.cleaner.enable=false",
                        "auto.create.topics.enable=false"));
        ChildJvm process =
                ChildJvm.start(BrokerProcess.class, "256m", home.resolve("broker.log"), properties.toString());
        Broker broker = new Broker("127.0.0.1:" + port, process);
        try {
            broker.createTopic();
        } catch (IOException | InterruptedException | RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private void createTopic() throws IOException, InterruptedException {
        get(() -> {
            admin.createTopics(List.of(new NewTopic(CallRecord.TOPIC, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
            return null;
        });
    }

    String address() {
        return address;
    }

    /** The number of consumers in the group; 0 when there is none. */
    int members(String group) throws IOException, InterruptedException {
        return get(() -> {
            // A group that does not exist is a failure of its own.
            if (admin.listGroups().all().get().stream()
                    .noneMatch(found -> found.groupId().equals(group))) {
                return 0;
            }
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get()
                    .members()
                    .size();
        });
    }

    /** The number of records whose offset the group has not committed. */
    long uncommitted(String group) throws IOException, InterruptedException {
        return get(() -> {
            Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(CallRecord.TOPIC, partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .mapToLong(end -> end.getValue().offset()
                            - (committed.get(end.getKey()) == null
                                    ? 0
                                    : committed.get(end.getKey()).offset()))
                    .sum();
        });
    }

    private interface Answer<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static <T> T get(Answer<T> answer) throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IOException("Kafka failed: " + e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
        // Nobody needs its data any more.
        process.kill();
    }
}
