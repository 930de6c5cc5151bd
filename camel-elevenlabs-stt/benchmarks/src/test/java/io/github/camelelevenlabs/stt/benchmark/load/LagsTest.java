package io.github.camelelevenlabs.stt.benchmark.load;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LagsTest {

    @Test
    void gives_percentiles_of_the_lags() {
        Lags lags = new Lags();
        for (int i = 2_000; i > 0; i--) {
            lags.add(ofMillis(i));
        }
        assertThat(lags.atMost(0.5)).isEqualTo(ofMillis(1_000));
        assertThat(lags.atMost(0.99)).isEqualTo(ofMillis(1_980));
        assertThat(lags.atMost(1)).isEqualTo(ofMillis(2_000));
        assertThat(lags).hasToString("median 1000.0 ms, 99 % within 1980.0 ms, all within 2000.0 ms (of 2000)");
    }

    @Test
    void no_lag_is_zero() {
        assertThat(new Lags().atMost(0.99)).isEqualTo(Duration.ZERO);
    }
}
