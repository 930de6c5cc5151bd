package io.github.camelelevenlabs.stt.repository;

import java.sql.Connection;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class H2SessionRepositoryTest extends JdbcSessionRepositoryContract {

    private static JdbcDataSource database;
    private static Connection held;

    @BeforeAll
    static void start() throws Exception {
        database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID());
        held = database.getConnection();
    }

    @AfterAll
    static void stop() throws Exception {
        held.close();
    }

    @Override
    DataSource database() {
        return database;
    }
}
