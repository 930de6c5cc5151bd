package io.github.camelelevenlabs.stt.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the contract does not say of a database. */
abstract class JdbcSessionRepositoryContract extends SessionRepositoryContract {

    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Path PAGE = Path.of(System.getProperty("basedir", ".")).resolve("../../docs/scaling.md");

    /** Gives new connections of a database that is there as long as the test. */
    abstract DataSource database();

    @BeforeEach
    void create_the_tables() throws SQLException {
        execute("DROP TABLE IF EXISTS elevenlabs_stt_entry");
        execute("DROP TABLE IF EXISTS elevenlabs_stt_session");
        repository().createTables();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    JdbcSessionRepository repository() {
        return new JdbcSessionRepository(database());
    }

    @Override
    JdbcSessionRepository repository(Runnable betweenCheckAndWrite) {
        return new JdbcSessionRepository(new WatchedDataSource(database(), call -> {
            if (Set.of("executeBatch", "commit").contains(call)
                    && Thread.currentThread().getName().startsWith("pool-")) {
                betweenCheckAndWrite.run();
            }
        }));
    }

    @Test
    void creating_the_tables_again_changes_nothing() throws Exception {
        JdbcSessionRepository repository = repository();
        repository.append(KEY, repository.open(KEY).epoch(), List.of(entry(0)));
        repository.createTables();
        assertThat(repository.open(KEY).entries()).containsExactly(entry(0));
    }

    @Test
    void several_processes_may_create_the_tables_at_once() throws Exception {
        int processes = 6;
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        try {
            for (int round = 0; round < 5; round++) {
                execute("DROP TABLE elevenlabs_stt_entry");
                execute("DROP TABLE elevenlabs_stt_session");
                CyclicBarrier atOnce = new CyclicBarrier(processes);
                List<Future<?>> all = new ArrayList<>();
                for (int i = 0; i < processes; i++) {
                    all.add(threads.submit(() -> {
                        atOnce.await(1, TimeUnit.MINUTES);
                        repository().createTables();
                        return null;
                    }));
                }
                for (Future<?> one : all) {
                    one.get(1, TimeUnit.MINUTES);
                }
                assertThat(repository().open(KEY).entries()).isEmpty();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tables_of_somebody_else_are_an_error_that_names_them() throws Exception {
        execute("DROP TABLE elevenlabs_stt_entry");
        execute("DROP TABLE elevenlabs_stt_session");
        execute("CREATE TABLE elevenlabs_stt_session (key_hash VARCHAR(64) PRIMARY KEY, session_key TEXT)");
        assertThatThrownBy(() -> repository().createTables())
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith(
                        "The database has tables elevenlabs_stt_session and elevenlabs_stt_entry with other columns");
    }

    @Test
    void missing_tables_are_an_error_that_says_what_to_do() throws Exception {
        execute("DROP TABLE elevenlabs_stt_entry");
        execute("DROP TABLE elevenlabs_stt_session");
        assertThatThrownBy(() -> repository().open(KEY))
                .isInstanceOf(SQLException.class)
                .hasMessageStartingWith("The database could not open the session of key 'call-4711': ")
                .hasMessageMatching("(?is).*elevenlabs_stt_session.*")
                .hasMessageEndingWith("; call createTables() once, or run tables.sql");
    }

    @Test
    void all_entries_of_an_append_are_one_batch_in_one_transaction() throws Exception {
        List<String> calls = new ArrayList<>();
        long epoch = repository().open(KEY).epoch();
        new JdbcSessionRepository(new WatchedDataSource(database(), calls::add))
                .append(KEY, epoch, List.of(entry(0), entry(1), entry(2)));
        assertThat(calls.stream()
                        .filter(Pattern.compile("execute.*|addBatch|commit|rollback")
                                .asMatchPredicate()))
                .containsExactly("executeQuery", "addBatch", "addBatch", "addBatch", "executeBatch", "commit");
    }

    @Test
    void every_statement_has_a_limit() throws Exception {
        List<String> calls = new ArrayList<>();
        JdbcSessionRepository repository =
                new JdbcSessionRepository(new WatchedDataSource(database(), calls::add), Duration.ofSeconds(3));
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, List.of(entry(0)));
        repository.open(KEY);
        assertThatThrownBy(() -> repository.remove(KEY, epoch)).isInstanceOf(SupersededException.class);
        assertThat(calls.stream().filter("setQueryTimeout 3"::equals))
                .hasSameSizeAs(calls.stream().filter("prepareStatement"::equals).toList());
    }

    @Test
    void a_session_that_somebody_locks_fails_when_the_limit_is_over() throws Exception {
        long epoch = repository().open(KEY).epoch();
        try (Connection stopped = database().getConnection();
                Statement statement = stopped.createStatement()) {
            stopped.setAutoCommit(false);
            statement.executeQuery("SELECT epoch FROM elevenlabs_stt_session FOR UPDATE");
            JdbcSessionRepository impatient = new JdbcSessionRepository(database(), Duration.ofSeconds(1));
            assertThatThrownBy(() -> impatient.append(KEY, epoch, List.of(entry(0))))
                    .isInstanceOf(SQLException.class)
                    .hasMessageStartingWith("The database could not append to the session of key 'call-4711': ");
            stopped.rollback();
        }
        repository().append(KEY, epoch, List.of(entry(1)));
        assertThat(repository().open(KEY).entries()).containsExactly(entry(1));
    }

    @Test
    void a_limit_of_less_than_a_second_is_refused() {
        assertThatThrownBy(() -> new JdbcSessionRepository(database(), Duration.ofMillis(999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("statementTimeout must be at least one second, was PT0.999S");
    }

    @Test
    void connections_go_back_to_the_pool_as_they_came() throws Exception {
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = database().getConnection()) {
                connection.setAutoCommit(autoCommit);
                SessionRepository repository = new JdbcSessionRepository(WatchedDataSource.ofOne(connection));
                String key = KEY + autoCommit;
                long epoch = repository.open(key).epoch();
                repository.append(key, epoch, List.of(entry(0)));
                assertThatThrownBy(() -> repository.append(key, epoch + 1, List.of(entry(1))))
                        .isInstanceOf(SupersededException.class);
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                // Nothing is left open: others see it, and can take it over.
                assertThat(repository().open(key).entries()).containsExactly(entry(0));
            }
        }
    }

    @Test
    void a_batch_that_fails_in_the_middle_leaves_nothing() throws Exception {
        long epoch = repository().open(KEY).epoch();
        SessionRepository failing = new JdbcSessionRepository(new WatchedDataSource(database(), call -> {
            if (call.equals("commit")) {
                throw new SQLException("the disk is full", "53100");
            }
        }));
        assertThatThrownBy(() -> failing.append(KEY, epoch, List.of(entry(0), entry(1))))
                .isInstanceOf(SQLException.class)
                .hasMessage("The database could not append to the session of key 'call-4711': the disk is full");
        repository().append(KEY, epoch, List.of(entry(2)));
        assertThat(repository().open(KEY).entries()).containsExactly(entry(2));
    }

    @Test
    void a_transaction_that_the_database_rolled_back_is_tried_again() throws Exception {
        long epoch = repository().open(KEY).epoch();
        List<String> commits = new ArrayList<>();
        SessionRepository unlucky = new JdbcSessionRepository(new WatchedDataSource(database(), call -> {
            if (call.equals("commit")) {
                commits.add(call);
                if (commits.size() < 3) {
                    throw new SQLException("could not serialize access", "40001");
                }
            }
        }));
        unlucky.append(KEY, epoch, List.of(entry(0)));
        assertThat(commits).hasSize(3);
        assertThat(repository().open(KEY).entries()).containsExactly(entry(0));
    }

    @Test
    void a_stricter_isolation_of_the_pool_changes_nothing() throws Exception {
        WatchedDataSource strict = new WatchedDataSource(database(), call -> {}) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
                return connection;
            }
        };
        JdbcSessionRepository zombie = new JdbcSessionRepository(strict);
        long epoch = zombie.open(KEY).epoch();
        zombie.append(KEY, epoch, List.of(entry(0)));
        KeptSession taken = repository().open(KEY);
        assertThat(taken.entries()).containsExactly(entry(0));
        assertThatThrownBy(() -> zombie.append(KEY, epoch, List.of(entry(1)))).isInstanceOf(SupersededException.class);
    }

    @Test
    void operators_can_look_and_delete_as_the_page_says() throws Exception {
        JdbcSessionRepository repository = repository();
        repository.append(KEY, repository.open(KEY).epoch(), List.of(entry(0)));
        List<String> samples = sqlOfThePage();
        assertThat(samples).hasSizeGreaterThan(1);
        for (String statement : samples) {
            assertThatCode(() -> execute(statement)).as(statement).doesNotThrowAnyException();
        }
        assertThat(repository.open(KEY).entries()).as("the page deletes it").isEmpty();
    }

    @Test
    void the_page_shows_the_tables_that_are_created() throws Exception {
        try (InputStream tables = JdbcSessionRepository.class.getResourceAsStream("tables.sql")) {
            assertThat(Files.readString(PAGE)).contains(new String(tables.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<String> sqlOfThePage() throws IOException {
        return SQL.matcher(Files.readString(PAGE))
                .results()
                .flatMap(block -> Pattern.compile(";").splitAsStream(block.group(1)))
                .filter(statement -> !statement.isBlank())
                .toList();
    }
}
