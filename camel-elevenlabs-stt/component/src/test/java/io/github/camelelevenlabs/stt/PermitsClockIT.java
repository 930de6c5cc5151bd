package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.repository.LockedSessionPermits;
import io.github.camelelevenlabs.stt.repository.SessionPermits.Place;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The clock of a host jumps; permits are leased by that of the database and by monotonic time. */
class PermitsClockIT {

    private static final Duration LEASE = ofSeconds(3);

    private final List<String> turns = new CopyOnWriteArrayList<>();

    @AfterEach
    void the_clock_is_right_again() {
        ClockProvider.setClock(Clock.systemUTC());
    }

    private static LockedSessionPermits instance(String name, SharedTable table) {
        return new LockedSessionPermits(
                new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                        .withJdbcTemplate(new JdbcTemplate(table))
                        .withLockedByValue(name)
                        .usingDbTime()
                        .build()),
                1,
                "account",
                LEASE);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void a_clock_that_jumps_by_an_hour_neither_frees_a_permit_nor_keeps_it(int hours) throws Exception {
        try (SharedTable table = new SharedTable()) {
            LockedSessionPermits one = instance("one", table);
            Place first = one.enter(1, () -> turns.add("one"));
            await().until(() -> turns.equals(List.of("one")));
            ClockProvider.setClock(Clock.offset(Clock.systemUTC(), Duration.ofHours(hours)));
            Place second = instance("other", table).enter(1, () -> turns.add("other"));
            await().during(LEASE.plusSeconds(1))
                    .atMost(ofSeconds(30))
                    .until(() -> turns.equals(List.of("one")) && table.locked() == 1);
            first.leave();
            await().until(() -> turns.equals(List.of("one", "other")));
            second.leave();
            await().untilAsserted(() -> assertThat(table.locked()).isZero());
        }
    }
}
