package io.github.camelelevenlabs.stt;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database in memory with ShedLock's table, which can be away. Closed with its last connection. */
final class SharedTable implements DataSource, AutoCloseable {

    static final String DDL = """
            CREATE TABLE shedlock (
                name VARCHAR(64) NOT NULL PRIMARY KEY,
                lock_until TIMESTAMP(3) NOT NULL,
                locked_at TIMESTAMP(3) NOT NULL,
                locked_by VARCHAR(255) NOT NULL)
            """;

    private final JdbcDataSource database = new JdbcDataSource();
    private final Connection keptOpen;
    private volatile boolean away;

    SharedTable() throws SQLException {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        keptOpen = database.getConnection();
        try (Statement statement = keptOpen.createStatement()) {
            statement.execute(DDL);
        }
    }

    void away(boolean now) {
        away = now;
    }

    /** Locks whose lease is not over. */
    int locked() throws SQLException {
        try (Statement statement = keptOpen.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COUNT(*) FROM shedlock WHERE lock_until > CURRENT_TIMESTAMP AT TIME ZONE 'UTC'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLException("the database is away");
        }
        return database.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void close() throws SQLException {
        keptOpen.close();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        database.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return database.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return database.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return database.isWrapperFor(type);
    }
}
