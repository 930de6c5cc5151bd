package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share one account, a database of locks, and the service, which refuses a session more than the account may have. */
@EnabledOnOs(OS.LINUX)
@Tag("full")
class SharedAccountIT {

    /** For processes to start, and for sessions of a few seconds, on a machine that does something else too. */
    private static final Duration LONG = ofSeconds(90);

    @TempDir
    Path folder;

    private final List<Instance> instances = new ArrayList<>();
    private Server server;
    private String database;
    private Connection keptOpen;
    private SttEmulator emulator;

    private final class Instance {
        private final String name;
        private final Path said;
        private final Process jvm;

        private Instance(String name, int permits, String lockedBy, Duration lease) throws IOException {
            this.name = name;
            said = folder.resolve(name + ".said");
            jvm = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            PermitsOfAChildJvm.class.getName(),
                            emulator.uri().toString(),
                            database,
                            Integer.toString(permits),
                            lockedBy,
                            lease.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            instances.add(this);
        }

        private void transcribe(String recording, byte[] wav) throws IOException {
            Path file = Files.write(folder.resolve(name + "-" + recording), wav);
            jvm.outputWriter().write(file + "\n");
            jvm.outputWriter().flush();
        }

        private String said() throws IOException {
            return Files.readString(said);
        }

        private long results() throws IOException {
            return said().lines()
                    .filter(line -> line.startsWith(name + "-") && line.endsWith("|one two"))
                    .count();
        }

        private void signal(String signal) throws IOException, InterruptedException {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(jvm.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }
    }

    @BeforeEach
    void start_the_database() throws Exception {
        server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        database = "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:" + folder.getFileName();
        keptOpen = DriverManager.getConnection(database);
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute(SharedTable.DDL);
        }
    }

    @AfterEach
    void nothing_is_left() throws Exception {
        instances.forEach(instance -> instance.jvm.destroyForcibly());
        keptOpen.close();
        server.stop();
        emulator.stop();
    }

    private void startService(int sessions) {
        emulator = SttRouteSupport.service()
                .behaviour(Behaviour.prompt().with(b -> b.maxConcurrentSessions(sessions)))
                .start();
    }

    private List<Instance> start(int count, int permits, String lockedBy, Duration lease) throws IOException {
        List<Instance> started = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            started.add(
                    new Instance("p" + number, permits, lockedBy.isEmpty() ? "process-" + number : lockedBy, lease));
        }
        await().atMost(LONG).untilAsserted(() -> {
            for (Instance instance : started) {
                assertThat(instance.said()).contains("ready");
            }
        });
        return started;
    }

    private long open() {
        return emulator.sessions().stream().filter(RecordedSession::isOpen).count();
    }

    private int lockedBy(String process) throws SQLException {
        try (PreparedStatement statement = keptOpen.prepareStatement("SELECT COUNT(*) FROM shedlock WHERE locked_by = ?"
                + " AND lock_until > CURRENT_TIMESTAMP AT TIME ZONE 'UTC'")) {
            statement.setString(1, process);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private static byte[] wav(Duration pause) {
        return Tones.at(16_000).say("one ").pause(pause).say("two").wav();
    }

    @Test
    void three_processes_never_have_more_sessions_than_permits_and_those_of_a_killed_one_are_used_again()
            throws Exception {
        startService(5);
        // Longer than a busy machine keeps a process from renewing it.
        Duration lease = ofSeconds(12);
        List<Instance> processes = start(3, 5, "", lease);
        Instance killed = processes.get(0);
        Instance one = processes.get(1);
        Instance other = processes.get(2);
        for (int number = 0; number < 150; number++) {
            killed.transcribe(number + ".wav", wav(ofSeconds(2)));
        }
        await().atMost(LONG).until(() -> killed.results() > 0 && lockedBy("process-0") == 5);
        // Enough for the others to be busy when the leases of the killed one are over.
        int work = 20;
        for (int number = 0; number < work; number++) {
            one.transcribe(number + ".wav", wav(ofSeconds(2)));
            other.transcribe(number + ".wav", wav(ofSeconds(2)));
        }
        await().atMost(LONG).until(() -> one.results() + other.results() > 0 && lockedBy("process-0") > 1);
        killed.signal("-KILL");
        long since = System.nanoTime();
        await().atMost(LONG).until(() -> lockedBy("process-1") + lockedBy("process-2") == 5);
        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .as("a lease, and time to ask")
                .isLessThan(lease.plusSeconds(8));
        await().atMost(LONG.multipliedBy(2)).until(() -> one.results() == work && other.results() == work);
        assertThat(emulator.sessions().stream().flatMap(session -> session.error().stream()))
                .as("refused, since there were five already: " + killed.said() + one.said() + other.said())
                .isEmpty();
    }

    @Test
    void a_process_that_was_stopped_goes_on_with_its_session_and_begins_none_without_a_permit() throws Exception {
        startService(0);
        // Both have the name of the host in the table, as by default.
        List<Instance> processes = start(2, 1, "host", ofSeconds(3));
        Instance stopped = processes.get(0);
        Instance other = processes.get(1);
        stopped.transcribe("first.wav", wav(ofSeconds(4)));
        await().atMost(LONG)
                .until(() -> open() == 1
                        && emulator.sessions().get(0).audioDuration().toMillis() > 500);
        stopped.transcribe("second.wav", wav(ofSeconds(1)));
        stopped.signal("-STOP");
        other.transcribe("long.wav", wav(ofSeconds(60)));
        await().atMost(LONG).until(() -> emulator.sessions().size() == 2);
        stopped.signal("-CONT");
        await().atMost(LONG).until(() -> stopped.results() == 1);
        assertThat(stopped.said())
                .contains("p0-first.wav|one two")
                .contains("Session permits account were lost")
                .contains("1 without a permit");
        assertThat(emulator.sessions()).as("its second recording waits").hasSize(2);
        other.signal("-KILL");
        await().atMost(LONG).until(() -> stopped.results() == 2);
    }
}
