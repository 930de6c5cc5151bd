package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Keeps sessions in two tables of a database, which {@link #createTables} creates; or run {@code tables.sql}, which is beside this class.
 * Tested with PostgreSQL and H2.
 *
 * <p>Every method takes one connection of the data source, and ends one transaction on it. Where the data source gives connections that
 * take part in somebody else's transaction, give this class another one: what is kept must not be rolled back.
 */
public final class JdbcSessionRepository implements SessionRepository {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(10);
    /** What others did at the same time may roll a transaction back; so often in a row, it is something else. */
    private static final int MAX_ATTEMPTS = 5;

    private static final String DUPLICATE = "23";
    private static final String ROLLED_BACK = "40";
    /** A table or a column that is not there, in PostgreSQL and in H2. */
    private static final Set<String> MISSING = Set.of("42P01", "42703", "42S02", "42S03", "42S04", "42S22");

    private static final String EPOCH = "SELECT epoch FROM elevenlabs_stt_session WHERE key_hash = ?";
    private static final String LOCK = EPOCH + " FOR UPDATE";
    private static final String BEGIN = "INSERT INTO elevenlabs_stt_session (key_hash, session_key) VALUES (?, ?)";
    // The default is the next number of a sequence: never given twice, also when the row was deleted in between.
    private static final String TAKE_OVER =
            "UPDATE elevenlabs_stt_session SET epoch = DEFAULT, opened_at = CURRENT_TIMESTAMP WHERE key_hash = ?";
    private static final String ENTRIES =
            "SELECT entry FROM elevenlabs_stt_entry WHERE key_hash = ? ORDER BY entry_number";
    private static final String APPEND = "INSERT INTO elevenlabs_stt_entry (key_hash, entry) VALUES (?, ?)";
    private static final String REMOVE = "DELETE FROM elevenlabs_stt_session WHERE key_hash = ? AND epoch = ?";
    private static final List<String> ALL_COLUMNS = List.of(
            "SELECT key_hash, session_key, epoch, opened_at FROM elevenlabs_stt_session WHERE 1 = 0",
            "SELECT key_hash, entry_number, entry, kept_at FROM elevenlabs_stt_entry WHERE 1 = 0");

    private final DataSource dataSource;
    private final int timeoutSeconds;

    /** With a limit of 10 seconds for each statement. */
    public JdbcSessionRepository(DataSource dataSource) {
        this(dataSource, STATEMENT_TIMEOUT);
    }

    /** @param statementTimeout after which a statement fails, and with it the session; at least one second */
    public JdbcSessionRepository(DataSource dataSource, Duration statementTimeout) {
        this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
        if (statementTimeout.toSeconds() < 1 || statementTimeout.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("statementTimeout must be at least one second, was " + statementTimeout);
        }
        this.timeoutSeconds = (int) statementTimeout.toSeconds();
    }

    /** What is done within a transaction. */
    private interface Work<T> {
        T run(Connection connection) throws SQLException, SupersededException;
    }

    /**
     * Creates the tables unless they are there. Several processes may do it at once.
     *
     * @throws SQLException when they cannot be created, or are there with other columns
     */
    public void createTables() throws SQLException {
        if (haveTables()) {
            return;
        }
        try {
            transaction("create the tables", this::createTables);
        } catch (SupersededException e) {
            throw new IllegalStateException("Nobody is superseded by creating tables", e);
        } catch (SQLException e) {
            // Another process may have been faster. PostgreSQL reports that in spite of IF NOT EXISTS.
            if (!haveTables()) {
                throw e;
            }
        }
        if (!haveTables()) {
            throw new SQLException(
                    "The database has tables elevenlabs_stt_session and elevenlabs_stt_entry with other columns"
                            + " than those of tables.sql; rename or drop them, and call createTables() again");
        }
    }

    private Void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
            for (String table : tables().split(";")) {
                if (!table.isBlank()) {
                    statement.execute(table);
                }
            }
        }
        return null;
    }

    private static String tables() {
        try (InputStream sql = JdbcSessionRepository.class.getResourceAsStream("tables.sql")) {
            return new String(
                    Objects.requireNonNull(sql, "tables.sql is not on the class path")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean haveTables() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(timeoutSeconds);
            try {
                for (String columns : ALL_COLUMNS) {
                    statement.executeQuery(columns).close();
                }
                return true;
            } catch (SQLException e) {
                if (isMissing(e)) {
                    return false;
                }
                throw e;
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    @Override
    public KeptSession open(String key) throws SQLException {
        SessionKey session = SessionKey.of(key);
        try {
            return transaction("open the session of " + session, connection -> {
                if (epoch(connection, LOCK, session) == null) {
                    execute(connection, BEGIN, session.hash(), storable(session.text()));
                } else {
                    execute(connection, TAKE_OVER, session.hash());
                }
                return new KeptSession(epoch(connection, EPOCH, session), entries(connection, session));
            });
        } catch (SupersededException e) {
            throw new IllegalStateException("Nobody is superseded by opening a session", e);
        }
    }

    /** The key for people to read: what no database can hold is escaped, which says nothing of the hash. */
    private static String storable(String key) {
        return JsonLine.escaped(key).replace("\0", "\\u0000");
    }

    @Override
    public void append(String key, long epoch, List<String> entries) throws SQLException, SupersededException {
        SessionKey session = SessionKey.of(key);
        List<String> json = JsonLine.all(entries);
        transaction("append to the session of " + session, connection -> {
            Long current = epoch(connection, LOCK, session);
            if (current == null) {
                throw session.removed(epoch);
            }
            if (current != epoch) {
                throw session.superseded(epoch, current);
            }
            try (PreparedStatement insert = prepare(connection, APPEND)) {
                for (String entry : json) {
                    insert.setString(1, session.hash());
                    insert.setString(2, entry);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return null;
        });
    }

    @Override
    public void remove(String key, long epoch) throws SQLException, SupersededException {
        SessionKey session = SessionKey.of(key);
        transaction("remove the session of " + session, connection -> {
            if (execute(connection, REMOVE, session.hash(), epoch) == 0) {
                Long current = epoch(connection, EPOCH, session);
                if (current != null) {
                    throw session.superseded(epoch, current);
                }
            }
            return null;
        });
    }

    /** Null when there is no such session. */
    private Long epoch(Connection connection, String select, SessionKey session) throws SQLException {
        try (PreparedStatement statement = prepare(connection, select, session.hash());
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : null;
        }
    }

    private List<String> entries(Connection connection, SessionKey session) throws SQLException {
        try (PreparedStatement statement = prepare(connection, ENTRIES, session.hash());
                ResultSet rows = statement.executeQuery()) {
            List<String> entries = new ArrayList<>();
            while (rows.next()) {
                entries.add(rows.getString(1));
            }
            return entries;
        }
    }

    private int execute(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private PreparedStatement prepare(Connection connection, String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setQueryTimeout(timeoutSeconds);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private <T> T transaction(String purpose, Work<T> work) throws SQLException, SupersededException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = dataSource.getConnection()) {
                return transaction(connection, work);
            } catch (SQLException e) {
                if (attempt == MAX_ATTEMPTS || !is(e, DUPLICATE) && !is(e, ROLLED_BACK)) {
                    throw explained(purpose, e);
                }
            }
        }
    }

    private static <T> T transaction(Connection connection, Work<T> work) throws SQLException, SupersededException {
        boolean autoCommit = connection.getAutoCommit();
        if (autoCommit) {
            connection.setAutoCommit(false);
        }
        T result;
        try {
            result = work.run(connection);
            connection.commit();
        } catch (SQLException | SupersededException | RuntimeException | Error e) {
            try {
                connection.rollback();
                connection.setAutoCommit(autoCommit);
            } catch (SQLException lost) {
                // Closing it ends its transaction, and a pool notices that it is broken.
                e.addSuppressed(lost);
            }
            throw e;
        }
        connection.setAutoCommit(autoCommit);
        return result;
    }

    private static boolean is(SQLException failure, String stateClass) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith(stateClass);
    }

    private static boolean isMissing(SQLException failure) {
        return failure.getSQLState() != null && MISSING.contains(failure.getSQLState());
    }

    private static SQLException explained(String purpose, SQLException failure) {
        String hint = isMissing(failure) ? "; call createTables() once, or run tables.sql" : "";
        return new SQLException(
                "The database could not " + purpose + ": " + Printable.message(failure.getMessage()) + hint,
                failure.getSQLState(),
                failure.getErrorCode(),
                failure);
    }
}
