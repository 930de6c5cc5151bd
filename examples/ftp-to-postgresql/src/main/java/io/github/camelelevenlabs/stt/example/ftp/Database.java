package io.github.camelelevenlabs.stt.example.ftp;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A new local PostgreSQL with the tables of this example; closing deletes it. */
final class Database implements AutoCloseable {

    /** PostgreSQL cannot choose a port, and one that was free may be taken when it starts. */
    private static final int ATTEMPTS_WITH_A_FREE_PORT = 3;

    private final Server server;

    /** @param port 0 for a free one */
    Database(int port) throws IOException {
        server = port == 0 ? startWithAFreePort() : start(port);
        new ResourceDatabasePopulator(new ClassPathResource("sql/tables.sql")).execute(server.dataSource);
    }

    private static Server startWithAFreePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(freePort());
            } catch (IOException e) {
                if (attempt == ATTEMPTS_WITH_A_FREE_PORT) {
                    throw e;
                }
            }
        }
    }

    private static Server start(int port) throws IOException {
        if (UnprivilegedPostgres.isNeeded()) {
            UnprivilegedPostgres postgres = new UnprivilegedPostgres(port);
            return new Server(postgres.dataSource(), postgres);
        }
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
        return new Server(postgres.getPostgresDatabase(), postgres);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    DataSource dataSource() {
        return server.dataSource;
    }

    @Override
    public void close() throws IOException {
        server.process.close();
    }

    private record Server(DataSource dataSource, Closeable process) {}
}
