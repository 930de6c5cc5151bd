package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.repository.JdbcSessionRepository;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A PostgreSQL on this computer, new and with the tables of this example; gone when closed. */
final class Database implements AutoCloseable {

    /** PostgreSQL cannot choose a port, and one that was free may be taken when it starts. */
    private static final int ATTEMPTS_WITH_A_FREE_PORT = 3;

    private final int port;
    private final Closeable process;

    private Database(int port) throws IOException {
        this.port = port;
        process = UnprivilegedPostgres.isNeeded()
                ? new UnprivilegedPostgres(port)
                : EmbeddedPostgres.builder()
                        .setPort(port)
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
    }

    /** On a free port. */
    static Database start() throws IOException, SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                Database database = new Database(Ports.free());
                database.createTables();
                return database;
            } catch (IOException e) {
                if (attempt == ATTEMPTS_WITH_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private void createTables() throws IOException, SQLException {
        try {
            new ResourceDatabasePopulator(new ClassPathResource("sql/tables.sql")).execute(dataSource());
            new JdbcSessionRepository(dataSource()).createTables();
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    /** Opens a connection for each use. */
    DataSource dataSource() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(url());
        return database;
    }

    @Override
    public void close() throws IOException {
        process.close();
    }
}
