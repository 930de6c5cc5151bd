package io.github.camelelevenlabs.stt.repository;

import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("full")
class PostgresSessionRepositoryIT extends JdbcSessionRepositoryContract {

    private static final PGSimpleDataSource DATABASE = new PGSimpleDataSource();
    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new PostgresServer();
        DATABASE.setUrl(server.url());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    DataSource database() {
        return DATABASE;
    }
}
