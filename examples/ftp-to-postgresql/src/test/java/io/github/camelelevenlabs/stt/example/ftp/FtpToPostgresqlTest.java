package io.github.camelelevenlabs.stt.example.ftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault.DropConnection;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.Main;
import org.apache.commons.codec.digest.DigestUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("full")
class FtpToPostgresqlTest {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "."));
    private static final byte[] NUMBERS =
            Tones.at(16_000).say("one two three | four five").wav();
    private static final byte[] OTHERS = Tones.at(16_000).say("six seven").wav();

    private static Database database;
    private static JdbcTemplate rows;

    @TempDir
    private Path home;

    @TempDir
    private Path work;

    private final SttEmulator emulator =
            SttEmulator.builder().behaviour(Behaviour.prompt()).start();
    private final DeleteWitness deletions = new DeleteWitness(() -> texts("recording"));
    private FtpFolder ftp;
    private FragileDataSource fragile;
    private Main application;

    @BeforeAll
    static void startDatabase() throws Exception {
        // An upper bound for busy build computers.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        database = new Database(0);
        rows = new JdbcTemplate(database.dataSource());
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        Awaitility.reset();
        database.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        rows.update("truncate recording cascade");
        fragile = new FragileDataSource();
        ftp = new FtpFolder(home, 0, "camel", "harbour", Map.of("deletions", deletions));
        application = FtpToPostgresql.application(fragile, work);
        application.addOverrideProperty("ftp.server", ftp.address());
        application.addOverrideProperty("ftp.delay", "50");
        application.addOverrideProperty("ftp.unchanged", "50");
        application.addOverrideProperty("camel.component.elevenlabs-stt.max-reconnect-attempts", "0");
        application.addOverrideProperty("camel.component.elevenlabs-stt.read-rate", "0");
        FtpToPostgresql.useEmulator(application, emulator.uri());
    }

    @AfterEach
    void stop() {
        application.stop();
        ftp.close();
        emulator.stop();
        assertThat(emulator.violations()).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    @Test
    void recordings_become_rows_and_files_are_deleted_after_the_commit() throws Exception {
        ftp.upload("recordings", "a.wav", NUMBERS);
        ftp.upload("recordings", "b.wav", OTHERS);
        start();
        awaitEmptyFolder();
        assertThat(query("select file_name, language, duration_ms, text from recording order by file_name"))
                .containsExactly("a.wav en 3000 one two three four five", "b.wav en 400 six seven");
        assertThat(
                        query(
                                "select segment, round(start_ms, -2), round(end_ms, -2), text from segment order by recording_id, segment"))
                .containsExactly("0 0 500 one two three", "1 2600 2900 four five", "0 0 300 six seven");
        assertThat(
                        query(
                                "select segment, word, round(start_ms, -2), round(end_ms, -2), text from word order by recording_id, segment, word"))
                .containsExactly(
                        "0 0 0 100 one",
                        "0 1 200 300 two",
                        "0 2 400 500 three",
                        "1 0 2600 2700 four",
                        "1 1 2800 2900 five",
                        "0 0 0 100 six",
                        "0 1 200 300 seven");
        assertThat(query("select count(*) from word where probability between 0.5 and 1"))
                .containsExactly("7");
        assertThat(deletions.seen("a.wav")).contains("one two three four five");
        assertThat(deletions.seen("b.wav")).contains("six seven");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The database refuses a word after the recording and its segments were inserted.
                "create trigger trouble before insert on word for each row when (new.text = 'three') execute function refuse()",
                // The database refuses the whole transaction at the commit.
                "create constraint trigger trouble after insert on word deferrable initially deferred"
                        + " for each row execute function refuse()",
                // The connection breaks.
                "create trigger trouble before insert on word for each row execute function hang_up()"
            })
    void a_database_that_fails_in_the_middle_leaves_the_file_and_no_row(String trouble) throws Exception {
        rows.execute("create or replace function refuse() returns trigger language plpgsql as"
                + " $$ begin raise exception 'no room'; end $$");
        rows.execute("create or replace function hang_up() returns trigger language plpgsql as"
                + " $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return new; end $$");
        rows.execute(trouble);
        try {
            ftp.upload("recordings", "a.wav", NUMBERS);
            start();
            await().until(() -> emulator.sessions().size() >= 2);
            assertThat(ftp.list("recordings")).containsExactly("a.wav");
            assertThat(texts("recording")).isEmpty();
            assertThat(deletions.asked()).isEmpty();
        } finally {
            rows.execute("drop trigger trouble on word");
        }
        awaitEmptyFolder();
        assertThat(texts("recording")).containsExactly("one two three four five");
        assertThat(texts("segment")).containsExactly("one two three", "four five");
        assertThat(texts("word")).containsExactly("one", "two", "three", "four", "five");
    }

    @Test
    void nothing_is_transcribed_while_the_database_is_away() throws Exception {
        fragile.away = true;
        ftp.upload("recordings", "a.wav", NUMBERS);
        start();
        await().until(() -> fragile.refused >= 2);
        assertThat(emulator.sessions()).isEmpty();
        assertThat(ftp.list("recordings")).containsExactly("a.wav");
        fragile.away = false;
        awaitEmptyFolder();
        assertThat(texts("segment")).containsExactly("one two three", "four five");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_service_outage_leaves_the_file_until_the_service_is_back() throws Exception {
        emulator.script().onConnection(1).afterAudio(Duration.ofMillis(200)).fault(new DropConnection());
        emulator.script().onConnection(2).afterAudio(Duration.ofMillis(3_000)).fault(new DropConnection());
        ftp.upload("recordings", "a.wav", NUMBERS);
        start();
        await().until(() -> emulator.sessions().size() >= 3);
        awaitEmptyFolder();
        assertThat(texts("segment")).containsExactly("one two three", "four five");
        assertThat(deletions.asked()).containsExactly("a.wav");
        assertThat(emulator.sessions()).hasSize(3);
    }

    @Test
    void a_file_that_could_not_be_deleted_is_not_transcribed_again() throws Exception {
        deletions.refuse(2);
        ftp.upload("recordings", "a.wav", NUMBERS);
        start();
        awaitEmptyFolder();
        assertThat(deletions.asked()).containsExactly("a.wav", "a.wav", "a.wav");
        assertThat(texts("recording")).containsExactly("one two three four five");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_reused_name_is_a_new_recording_and_an_unchanged_file_is_not() throws Exception {
        ftp.upload("recordings", "a.wav", NUMBERS);
        start();
        awaitEmptyFolder();
        ftp.upload("recordings", "a.wav", OTHERS);
        awaitEmptyFolder();
        ftp.upload("recordings", "a.wav", NUMBERS);
        awaitEmptyFolder();
        assertThat(query("select file_name, text from recording order by recording_id"))
                .containsExactly("a.wav one two three four five", "a.wav six seven");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @Test
    void only_the_first_of_two_instances_stores_a_file() throws Exception {
        ftp.upload("recordings", "a.wav", NUMBERS);
        try (Connection other = database.dataSource().getConnection();
                PreparedStatement insert = other.prepareStatement(
                        "insert into recording"
                                + " (file_name, sha256, session_id, duration_ms, text) values ('a.wav', ?, 'other', 1, 'the first')")) {
            other.setAutoCommit(false);
            insert.setString(1, DigestUtils.sha256Hex(NUMBERS));
            insert.execute();
            start();
            await().until(() -> !query("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                    .isEmpty());
            assertThat(ftp.list("recordings")).containsExactly("a.wav");
            other.commit();
        }
        awaitEmptyFolder();
        assertThat(texts("recording")).containsExactly("the first");
        assertThat(texts("segment")).isEmpty();
    }

    @Test
    void a_file_that_is_no_recording_is_set_aside_unchanged_and_delays_no_other() throws Exception {
        byte[] song = "La la la,\nsang\r\nthe\rwave".getBytes(UTF_8);
        ftp.upload("recordings", "a.wav", song);
        ftp.upload("recordings", "b.wav", OTHERS);
        start();
        awaitEmptyFolder();
        assertThat(ftp.list("broken")).containsExactly("a.wav");
        assertThat(home.resolve("broken/a.wav")).hasBinaryContent(song);
        assertThat(texts("recording")).containsExactly("six seven");
    }

    @Test
    void a_file_that_cannot_be_set_aside_stays() throws Exception {
        Path inTheWay = Files.createFile(home.resolve("broken"));
        ftp.upload("recordings", "a.wav", "La la la".getBytes(UTF_8));
        ftp.upload("recordings", "b.wav", OTHERS);
        start();
        await().until(() -> deletions.asked().contains("b.wav"));
        assertThat(ftp.list("recordings")).contains("a.wav");
        assertThat(deletions.asked()).containsExactly("b.wav");
        Files.delete(inTheWay);
        awaitEmptyFolder();
        assertThat(ftp.list("broken")).containsExactly("a.wav");
    }

    @Test
    void silence_is_a_recording_without_segments() throws Exception {
        ftp.upload(
                "recordings",
                "a.wav",
                Tones.at(16_000).pause(Duration.ofSeconds(1)).wav());
        start();
        awaitEmptyFolder();
        assertThat(query("select duration_ms, text from recording")).containsExactly("1000 ");
        assertThat(texts("segment")).isEmpty();
    }

    @Test
    void the_readme_shows_the_routes() throws Exception {
        String readme = Files.readString(MODULE.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("```java\n") + 8, readme.indexOf("\n```\n"));
        String routes = Files.readString(
                MODULE.resolve("src/main/java/io/github/camelelevenlabs/stt/example/ftp/RecordingRoutes.java"));
        assertThat(withoutSpace(routes)).contains(withoutSpace(shown));
    }

    private static String withoutSpace(String code) {
        return code.replaceAll("//.*\\n", "").replaceAll("\\s+", "");
    }

    private void start() throws Exception {
        application.start();
    }

    private void awaitEmptyFolder() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ftp.list("recordings").isEmpty());
    }

    private static List<String> texts(String table) {
        return query("select text from " + table);
    }

    /** One line for each row, with the values separated by spaces. */
    private static List<String> query(String sql) {
        return rows.query(sql, (row, number) -> {
            StringBuilder line = new StringBuilder(String.valueOf(row.getObject(1)));
            for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
                line.append(' ').append(row.getObject(column));
            }
            return line.toString();
        });
    }

    /** A database that can become unavailable. */
    private static final class FragileDataSource extends DelegatingDataSource {

        private volatile boolean away;
        private volatile int refused;

        FragileDataSource() {
            super(database.dataSource());
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away) {
                refused++;
                throw new SQLException("Connection refused");
            }
            return super.getConnection();
        }
    }
}
