package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.example.callcentre.Transcripts.Difference;
import io.github.camelelevenlabs.stt.example.callcentre.Transcripts.Heard;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.io.FileUtils;

/** A Kafka broker, a PostgreSQL, the service, calls, and any number of instances that hear them; all of it ends when closed. */
final class CallCentre implements AutoCloseable {

    private static final Duration STARTING = Duration.ofMinutes(2);

    private final Path home;
    private final List<Call> calls;
    private final Database database;
    private final Broker broker;
    private final SttEmulator service;
    private final Player player;
    private final Transcripts transcripts;
    private final Map<String, ChildJvm> instances = new LinkedHashMap<>();
    private final Set<String> killed = new HashSet<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private CompletableFuture<Void> played = new CompletableFuture<>();

    /**
     * @param home    a folder for logs and data; what is in it is deleted
     * @param stagger from the beginning of a call to the beginning of the next one
     */
    CallCentre(Path home, List<Call> calls, Duration stagger) throws IOException, InterruptedException, SQLException {
        this.home = home;
        this.calls = calls;
        FileUtils.deleteDirectory(home.toFile());
        database = Database.start();
        try {
            broker = Broker.start(home);
        } catch (IOException | InterruptedException | RuntimeException e) {
            database.close();
            throw e;
        }
        service = SttEmulator.builder().keepAudio(false).start();
        player = new Player(broker.address(), calls, stagger);
        transcripts = new Transcripts(database.dataSource());
    }

    List<Call> calls() {
        return calls;
    }

    /** Starts an instance. @return its name */
    String startInstance() throws IOException {
        String name = String.valueOf(instances.size() + 1);
        ChildJvm jvm = ChildJvm.start(
                Instance.class,
                "160m",
                home.resolve("instance-" + name + ".log"),
                name,
                broker.address(),
                database.url(),
                service.uri().toString());
        instances.put(name, jvm);
        return name;
    }

    /** Waits until those that were started get records. */
    void awaitInstances() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (broker.members(KafkaCalls.GROUP) < instances.size() - killed.size()) {
            boolean ended = instances.keySet().stream().anyMatch(name -> !killed.contains(name) && !isRunning(name));
            if (ended || System.nanoTime() - start > STARTING.toNanos()) {
                throw new IOException("not all instances have started; see their logs in " + home);
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    /** As {@code kill -9}. */
    void kill(String instance) {
        killed.add(instance);
        instances.get(instance).kill();
    }

    private boolean isRunning(String instance) {
        return instances.get(instance).isAlive();
    }

    void play() {
        played = player.play();
    }

    /** The instances by name, the killed ones as well. */
    Map<String, ChildJvm> instances() {
        return instances;
    }

    Map<String, Heard> heard() {
        return transcripts.heard();
    }

    /** The milliseconds of a call that were played. */
    long played(int call) {
        return player.played(call);
    }

    /** Whether all that was said is routed, as far as Kafka knows. */
    boolean isOver() throws IOException, InterruptedException {
        return played.isDone() && broker.uncommitted(KafkaCalls.GROUP) == 0;
    }

    /** What became of all that was said. */
    Outcome outcome() throws IOException, InterruptedException {
        // Fails when the calls could not be played.
        played.join();
        Map<String, Heard> heard = heard();
        Difference difference = new Difference(0, 0);
        Duration spoken = Duration.ZERO;
        for (Call call : calls) {
            List<String> words = heard.getOrDefault(call.name(), Heard.NOTHING).words();
            difference = difference.plus(Difference.between(call.words(), words));
            spoken = spoken.plusMillis(call.milliseconds());
        }
        return new Outcome(
                calls.stream().mapToInt(call -> call.words().size()).sum(),
                difference.lost(),
                difference.again(),
                heard.values().stream()
                        .filter(call -> call.instances().size() > 1)
                        .count(),
                broker.uncommitted(KafkaCalls.GROUP),
                spoken,
                service.sessions().stream().map(RecordedSession::audioDuration).reduce(Duration.ZERO, Duration::plus));
    }

    /** Whether all of it has ended, or is about to. */
    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() throws IOException {
        if (closed.compareAndSet(false, true)) {
            player.close();
            instances.values().forEach(ChildJvm::close);
            service.stop();
            broker.close();
            database.close();
        }
    }

    /**
     * @param said        words
     * @param lost        words that are not in the database
     * @param again       words that are there and were not said, or not so often
     * @param moved       calls that more than one instance heard
     * @param uncommitted records that would come again
     * @param spoken      the length of the calls
     * @param sent        the length of the audio that the service got
     */
    record Outcome(int said, int lost, int again, long moved, long uncommitted, Duration spoken, Duration sent) {}
}
