package io.github.camelelevenlabs.stt.feed;

import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveSoundWatchTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicLong decoded = new AtomicLong();
    private final LiveSoundWatch watch = new LiveSoundWatch(decoded::get, now::get);

    private void bytesAfter(Duration time) throws IOException {
        now.addAndGet(time.toNanos());
        watch.onBytes(100);
    }

    @Test
    void bytes_without_samples_fail_the_stream_after_ten_seconds_and_not_before() throws IOException {
        decoded.incrementAndGet();
        bytesAfter(Duration.ZERO);
        bytesAfter(Duration.ofMillis(9_999));
        assertThatIOException()
                .isThrownBy(() -> bytesAfter(Duration.ofMillis(1)))
                .withMessage("the stream has sent 300 bytes within 10 s that gave no sound");
    }

    @Test
    void before_the_first_samples_the_limit_is_thirty_seconds() throws IOException {
        bytesAfter(Duration.ofMillis(29_999));
        assertThatIOException().isThrownBy(() -> bytesAfter(Duration.ofMillis(1)));
    }

    @Test
    void samples_reset_the_limit() throws IOException {
        for (int i = 0; i < 10; i++) {
            decoded.incrementAndGet();
            bytesAfter(Duration.ofSeconds(9));
        }
    }

    @Test
    void time_without_a_request_for_samples_does_not_count() throws IOException {
        decoded.incrementAndGet();
        bytesAfter(Duration.ZERO);
        now.addAndGet(Duration.ofHours(1).toNanos());
        decoded.incrementAndGet();
        bytesAfter(Duration.ZERO);
        bytesAfter(Duration.ofSeconds(9));
    }
}
