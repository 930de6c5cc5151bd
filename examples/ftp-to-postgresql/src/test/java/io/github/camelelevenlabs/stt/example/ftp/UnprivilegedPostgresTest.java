package io.github.camelelevenlabs.stt.example.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.jdbc.core.JdbcTemplate;

@EnabledOnOs(OS.LINUX)
@EnabledIfSystemProperty(named = "user.name", matches = "root", disabledReason = "nobody else may become nobody")
class UnprivilegedPostgresTest {

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void root_starts_a_postgresql_without_a_user_namespace() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (UnprivilegedPostgres postgres = new UnprivilegedPostgres(port)) {
            JdbcTemplate database = new JdbcTemplate(postgres.dataSource());
            assertThat(database.queryForObject("show port", Integer.class)).isEqualTo(port);
            assertThat(database.queryForObject("show server_encoding", String.class))
                    .isEqualTo("UTF8");
        }
    }
}
