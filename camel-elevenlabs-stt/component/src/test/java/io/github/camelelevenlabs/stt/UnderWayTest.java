package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UnderWayTest {

    private final UnderWay<Integer> underWay = new UnderWay<>();

    private List<Integer> all() {
        List<Integer> all = new ArrayList<>();
        underWay.forEach(all::add);
        return all;
    }

    @Test
    void more_than_a_phaser_counts_are_waited_for() throws Exception {
        for (int n = 0; n < 200_000; n++) {
            assertThat(underWay.begin(n)).isTrue();
        }
        assertThat(underWay.size()).isEqualTo(200_000);
        assertThat(underWay.awaitNone(ofMillis(1))).isFalse();
        CompletableFuture<Void> ending = CompletableFuture.runAsync(() -> {
            for (int n = 0; n < 200_000; n++) {
                underWay.end(n);
            }
        });
        assertThat(underWay.awaitNone(ofSeconds(10))).isTrue();
        ending.join();
    }

    @Test
    void nothing_begins_after_the_end_and_what_began_before_is_there() {
        underWay.begin(1);
        underWay.close();
        assertThat(underWay.begin(2)).isFalse();
        assertThat(all()).containsExactly(1);
    }

    @Test
    void what_ends_twice_or_never_began_changes_nothing() throws Exception {
        underWay.begin(1);
        underWay.end(2);
        assertThat(all()).containsExactly(1);
        underWay.end(1);
        underWay.end(1);
        assertThat(underWay.awaitNone(ofMillis(1))).isTrue();
    }
}
