package io.github.camelelevenlabs.stt.repository;

import static io.github.camelelevenlabs.stt.repository.AppendingProcess.KEY;
import static io.github.camelelevenlabs.stt.repository.AppendingProcess.MAX_BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** Processes that are killed, stopped, or have no room on their disk, while they append. */
class KilledProcessIT {

    private static final int MAX_APPENDS = 200;

    /** The append whose line may be cut in the middle, and one that was on the disk when its process died before it could say so. */
    private static final int MAX_UNTOLD = 2 * MAX_BATCH;

    @TempDir
    Path folder;

    @Test
    void whatever_was_appended_to_a_file_survives_kill_9() throws Exception {
        survivesKills(3, folder.toString());
    }

    @Test
    @Tag("full")
    void whatever_was_appended_to_a_file_survives_20_kills() throws Exception {
        survivesKills(20, folder.toString());
    }

    @Test
    @Tag("full")
    void whatever_was_appended_to_h2_survives_20_kills() throws Exception {
        // Without this H2 writes to its file half a second after the commit.
        String url = "jdbc:h2:file:" + folder.resolve("sessions") + ";WRITE_DELAY=0";
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        new JdbcSessionRepository(database).createTables();
        survivesKills(20, url);
    }

    @Test
    @Tag("full")
    void whatever_was_appended_to_postgresql_survives_20_kills() throws Exception {
        try (PostgresServer server = new PostgresServer()) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(server.url());
            new JdbcSessionRepository(database).createTables();
            survivesKills(20, server.url());
        }
    }

    private static void survivesKills(int kills, String store) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int kept = 0;
        for (int kill = 1; kill <= kills; kill++) {
            List<String> said;
            try (AppendingProcess process = new AppendingProcess(store)) {
                int found = Integer.parseInt(process.next());
                assertThat(found).as("seed %d, kill %d", seed, kill).isBetween(kept, kept + MAX_UNTOLD);
                kept = found;
                for (int appends = random.nextInt(MAX_APPENDS); appends > 0; appends--) {
                    kept = Integer.parseInt(process.next());
                }
                process.kill();
                said = process.rest();
            }
            for (String line : said.subList(0, Math.max(0, said.size() - 1))) {
                kept = Integer.parseInt(line);
            }
        }
        List<String> entries = entries(store);
        assertThat(entries.size()).as("seed %d", seed).isBetween(kept, kept + MAX_UNTOLD);
        assertThat(entries.equals(AppendingProcess.entries(0, entries.size())))
                .as("all in order, seed %d", seed)
                .isTrue();
    }

    private static List<String> entries(String store) throws Exception {
        return AppendingProcess.repository(store).open(KEY).entries();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void a_process_that_is_stopped_and_goes_on_later_appends_nothing_more() throws Exception {
        try (AppendingProcess zombie = new AppendingProcess(folder.toString())) {
            zombie.next();
            for (int appends = 0; appends < 20; appends++) {
                zombie.next();
            }
            KeptSession taken = takenOverWhileStopped(zombie);
            signal("-CONT", zombie);
            List<String> said = zombie.rest();
            assertThat(said)
                    .last()
                    .asString()
                    .startsWith("SupersededException: The session of key '" + KEY + "' has epoch");
            assertThat(entries(folder.toString()).equals(taken.entries())).isTrue();
        }
    }

    /** Where it was stopped with the lock, it is let go on for a moment: nobody can take a session over from a lock's owner. */
    private KeptSession takenOverWhileStopped(AppendingProcess zombie) throws Exception {
        FileSessionRepository repository = new FileSessionRepository(folder, Duration.ofMillis(200), () -> {});
        for (int attempt = 1; ; attempt++) {
            signal("-STOP", zombie);
            try {
                return repository.open(KEY);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("it was stopped (SIGSTOP)");
                assertThat(attempt).isLessThan(100);
                signal("-CONT", zombie);
                zombie.next();
            }
        }
    }

    private static void signal(String signal, AppendingProcess process) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_without_room_is_named_and_leaves_no_half_of_an_append() throws Exception {
        int kilobytes = 256;
        try (AppendingProcess process = new AppendingProcess(
                folder.toString(), "bash", "-c", "ulimit -f " + kilobytes + "; exec \"$@\"", "bash")) {
            List<String> said = process.rest();
            int kept = Integer.parseInt(said.get(said.size() - 2));
            assertThat(kept).isPositive();
            assertThat(said)
                    .last()
                    .asString()
                    .startsWith("IOException: The session of key '" + KEY + "' cannot be kept in " + folder)
                    .endsWith(": File too large");
            assertThat(entries(folder.toString())).isEqualTo(AppendingProcess.entries(0, kept));
        }
    }
}
