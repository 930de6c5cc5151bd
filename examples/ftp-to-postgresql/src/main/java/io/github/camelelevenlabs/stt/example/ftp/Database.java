package io.github.camelelevenlabs.stt.example.ftp;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** A PostgreSQL on this computer, new and with the tables of this example; gone when closed. */
final class Database implements AutoCloseable {

    private final DataSource dataSource;
    private final Closeable server;

    /** @param port 0 for a free one */
    Database(int port) throws IOException {
        if (UnprivilegedPostgres.isNeeded()) {
            UnprivilegedPostgres postgres = new UnprivilegedPostgres(port == 0 ? freePort() : port);
            dataSource = postgres.dataSource();
            server = postgres;
        } else {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setPGStartupWait(Duration.ofMinutes(2))
                    .start();
            dataSource = postgres.getPostgresDatabase();
            server = postgres;
        }
        new ResourceDatabasePopulator(new ClassPathResource("sql/tables.sql")).execute(dataSource);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
