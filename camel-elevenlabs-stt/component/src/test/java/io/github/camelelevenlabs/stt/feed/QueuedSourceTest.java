package io.github.camelelevenlabs.stt.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.AudioSource.Opened;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.session.SessionGate;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class QueuedSourceTest {

    private final SessionGate gate = new SessionGate();
    private final Recording first = new Recording();
    private final Recording second = new Recording();
    private final QueuedSource one = new QueuedSource(first, gate, 1);
    private final QueuedSource two = new QueuedSource(second, gate, 1);

    private static class Recording implements AudioSource {
        private final CompletableFuture<Opened> found = new CompletableFuture<>();
        private boolean opened;
        private boolean closed;

        @Override
        public CompletionStage<Opened> open() {
            opened = true;
            return found;
        }

        @Override
        public CompletionStage<Block> read() {
            return CompletableFuture.completedFuture(Block.END);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void a_recording_is_opened_when_an_earlier_one_is_closed() {
        CompletionStage<Opened> open = one.open();
        CompletionStage<Opened> waiting = two.open();
        first.found.complete(new Opened(PcmFormat.PCM_16000, 1));
        assertThat(open).isCompletedWithValue(new Opened(PcmFormat.PCM_16000, 1));
        assertThat(second.opened).isFalse();

        one.close();
        assertThat(second.opened).isTrue();
        second.found.complete(new Opened(PcmFormat.ULAW_8000, 1));
        assertThat(waiting).isCompletedWithValue(new Opened(PcmFormat.ULAW_8000, 1));
    }

    @Test
    void without_a_limit_no_recording_waits() {
        new QueuedSource(first, gate, 0).open();
        new QueuedSource(second, gate, 0).open();
        assertThat(first.opened && second.opened).isTrue();
    }

    @Test
    void a_recording_that_cannot_be_opened_fails() {
        IOException broken = new IOException("broken");
        first.found.completeExceptionally(broken);
        assertThat(one.open()).failsWithin(Duration.ZERO).withThrowableThat().withCause(broken);
    }

    @Test
    void a_recording_whose_opening_throws_fails_and_the_next_one_is_opened() {
        IllegalStateException bug = new IllegalStateException("a bug");
        QueuedSource throwing = new QueuedSource(
                new Recording() {
                    @Override
                    public CompletionStage<Opened> open() {
                        throw bug;
                    }
                },
                gate,
                1);
        assertThat(throwing.open())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(bug);
        one.open();
        assertThat(first.opened).isFalse();
        throwing.close();
        assertThat(first.opened).isTrue();
    }

    @Test
    void a_waiting_recording_with_a_smaller_limit_does_not_delay_others() {
        new QueuedSource(new Recording(), gate, 0).open();
        one.open();
        new QueuedSource(second, gate, 2).open();
        assertThat(first.opened).isFalse();
        assertThat(second.opened).isTrue();
    }

    @Test
    void a_recording_that_is_closed_while_it_waits_is_never_opened() {
        one.open();
        two.open();
        two.close();
        one.close();
        assertThat(second.opened).isFalse();
        assertThat(second.closed).isTrue();
        assertThat(gate.open()).isZero();
    }

    @Test
    void a_recording_that_is_closed_before_open_takes_no_place() {
        one.close();
        one.open();
        assertThat(gate.open()).isZero();
    }
}
