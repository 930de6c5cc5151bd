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
    void waits_for_more_things_than_a_phaser_can_count() throws Exception {
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
    void nothing_begins_after_close_and_earlier_things_are_listed() {
        underWay.begin(1);
        underWay.close();
        assertThat(underWay.begin(2)).isFalse();
        assertThat(all()).containsExactly(1);
    }

    @Test
    void ending_something_twice_or_without_a_beginning_changes_nothing() throws Exception {
        underWay.begin(1);
        underWay.end(2);
        assertThat(all()).containsExactly(1);
        underWay.end(1);
        underWay.end(1);
        assertThat(underWay.awaitNone(ofMillis(1))).isTrue();
    }
}
