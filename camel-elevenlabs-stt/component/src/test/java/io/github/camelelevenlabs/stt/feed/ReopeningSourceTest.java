package io.github.camelelevenlabs.stt.feed;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.AudioSource.Opened;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ReopeningSourceTest {

    private final ManualTime time = new ManualTime();
    private final List<Stream> streams = new ArrayList<>();
    private final List<String> outages = new ArrayList<>();

    /** One opening of the stream, answered by the test. */
    private static final class Stream implements AudioSource {
        private final CompletableFuture<Opened> found = new CompletableFuture<>();
        private CompletableFuture<Block> block = new CompletableFuture<>();
        private boolean closed;

        @Override
        public CompletionStage<Opened> open() {
            return found;
        }

        @Override
        public CompletionStage<Block> read() {
            block = new CompletableFuture<>();
            return block;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private ReopeningSource source(boolean restarts) {
        return new ReopeningSource(
                "news",
                () -> {
                    streams.add(new Stream());
                    return last();
                },
                restarts,
                new Backoff(ofSeconds(1), ofSeconds(30), () -> 1),
                time,
                failure -> outages.add(failure.getMessage()));
    }

    private Stream last() {
        return streams.get(streams.size() - 1);
    }

    private static AudioSource.Block audio() {
        return AudioSource.Block.of(ByteBuffer.allocate(320));
    }

    private CompletableFuture<Opened> open(ReopeningSource source) {
        CompletableFuture<Opened> opened = source.open().toCompletableFuture();
        time.settle();
        return opened;
    }

    private CompletableFuture<AudioSource.Block> read(ReopeningSource source) {
        CompletableFuture<AudioSource.Block> block = source.read().toCompletableFuture();
        time.settle();
        return block;
    }

    private void opensAs(PcmFormat format) {
        last().found.complete(new Opened(format, 1));
        time.settle();
    }

    private void gives(AudioSource.Block block) {
        last().block.complete(block);
        time.settle();
    }

    private void breaks(String why) {
        last().block.completeExceptionally(new IOException(why));
        time.settle();
    }

    private ReopeningSource playing(boolean restarts) {
        ReopeningSource source = source(restarts);
        open(source);
        opensAs(PcmFormat.PCM_16000);
        CompletableFuture<AudioSource.Block> first = read(source);
        gives(audio());
        assertThat(first).isDone();
        return source;
    }

    @Test
    void gives_the_audio_of_its_stream_until_the_stream_ends() {
        ReopeningSource source = source(false);
        CompletableFuture<Opened> opened = open(source);
        opensAs(PcmFormat.PCM_8000);
        assertThat(opened).isCompletedWithValue(new Opened(PcmFormat.PCM_8000, 1));
        AudioSource.Block block = audio();
        CompletableFuture<AudioSource.Block> first = read(source);
        gives(block);
        assertThat(first).isCompletedWithValue(block);
        CompletableFuture<AudioSource.Block> end = read(source);
        gives(AudioSource.Block.END);
        assertThat(end).isCompletedWithValue(AudioSource.Block.END);
        assertThat(source.isExhausted()).isTrue();
        assertThat(last().closed).isTrue();
    }

    @Test
    void a_stream_that_fails_is_reported_committed_and_opened_again() {
        ReopeningSource source = playing(false);
        CompletableFuture<AudioSource.Block> gap = read(source);
        breaks("reset");
        assertThat(gap)
                .isCompletedWithValueMatching(
                        block -> block.commit() && !block.samples().hasRemaining());
        assertThat(outages).containsExactly("reset");
        assertThat(streams.get(0).closed).isTrue();

        CompletableFuture<AudioSource.Block> again = read(source);
        time.advance(ofMillis(999));
        assertThat(streams).hasSize(1);
        time.advance(ofMillis(1));
        assertThat(streams).hasSize(2);
        opensAs(PcmFormat.PCM_16000);
        AudioSource.Block block = audio();
        gives(block);
        assertThat(again).isCompletedWithValue(block);
    }

    @Test
    void an_outage_is_reported_once_and_retried_with_growing_delays() {
        ReopeningSource source = playing(false);
        read(source);
        breaks("reset");
        CompletableFuture<AudioSource.Block> waiting = read(source);
        for (int wait : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            int before = streams.size();
            time.advance(ofSeconds(wait).minusMillis(1));
            assertThat(streams).hasSize(before);
            time.advance(ofMillis(1));
            assertThat(streams).hasSize(before + 1);
            last().found.completeExceptionally(new IOException("404"));
            time.settle();
        }
        assertThat(outages).containsExactly("reset");
        assertThat(waiting).isNotDone();
    }

    @Test
    void after_audio_the_next_failure_is_a_new_outage_with_the_first_delay() {
        ReopeningSource source = playing(false);
        read(source);
        breaks("first");
        read(source);
        time.advance(ofSeconds(1));
        last().found.completeExceptionally(new IOException("refused"));
        time.advance(ofSeconds(2));
        opensAs(PcmFormat.PCM_16000);
        gives(audio());
        read(source);
        breaks("second");
        read(source);
        time.advance(ofSeconds(1));
        assertThat(streams).hasSize(4);
        assertThat(outages).containsExactly("first", "second");
    }

    @Test
    void a_stream_that_cannot_be_opened_at_first_is_retried_until_it_opens() {
        ReopeningSource source = source(false);
        CompletableFuture<Opened> opened = open(source);
        last().found.completeExceptionally(new IOException("404"));
        time.settle();
        assertThat(outages).containsExactly("404");
        assertThat(opened).isNotDone();
        time.advance(ofSeconds(1));
        opensAs(PcmFormat.ULAW_8000);
        assertThat(opened).isCompletedWithValue(new Opened(PcmFormat.ULAW_8000, 1));
    }

    @Test
    void a_stream_that_restarts_reports_no_outage() {
        ReopeningSource source = playing(true);
        CompletableFuture<AudioSource.Block> gap = read(source);
        gives(AudioSource.Block.END);
        assertThat(gap).isCompletedWithValueMatching(AudioSource.Block::commit);
        read(source);
        time.advance(ofSeconds(1));
        assertThat(streams).hasSize(2);
        assertThat(outages).isEmpty();
        assertThat(source.isExhausted()).isFalse();
    }

    @Test
    void a_gap_is_live_if_the_audio_before_it_was_live() {
        ReopeningSource source = playing(false);
        read(source);
        gives(new AudioSource.Block(ByteBuffer.allocate(320), false, true));
        CompletableFuture<AudioSource.Block> gap = read(source);
        breaks("reset");
        assertThat(gap).isCompletedWithValueMatching(block -> block.commit() && block.live());
    }

    @Test
    void a_stream_that_comes_back_in_another_format_ends_the_source() {
        ReopeningSource source = playing(false);
        read(source);
        breaks("reset");
        CompletableFuture<AudioSource.Block> next = read(source);
        time.advance(ofSeconds(1));
        opensAs(PcmFormat.PCM_8000);
        assertThat(next).isCompletedWithValue(AudioSource.Block.END);
        assertThat(last().closed).isTrue();
        assertThat(source.isExhausted()).isFalse();
    }

    @Test
    void ends_on_request_while_the_stream_is_open() {
        ReopeningSource source = playing(true);
        CompletableFuture<AudioSource.Block> pending = read(source);
        source.close();
        time.settle();
        assertThat(pending).isCompletedWithValue(AudioSource.Block.END);
        assertThat(last().closed).isTrue();
        assertThat(source.isExhausted()).isFalse();
        gives(audio());
        assertThat(read(source)).isCompletedWithValue(AudioSource.Block.END);
    }

    @Test
    void ends_on_request_before_the_format_is_known() {
        ReopeningSource source = source(false);
        CompletableFuture<Opened> opened = open(source);
        source.close();
        time.settle();
        assertThat(opened).isDone();
        assertThat(last().closed).isTrue();
        assertThat(read(source)).isCompletedWithValue(AudioSource.Block.END);
    }

    @Test
    void ends_on_request_during_an_outage_without_another_attempt() {
        ReopeningSource source = playing(false);
        read(source);
        breaks("reset");
        CompletableFuture<AudioSource.Block> pending = read(source);
        source.close();
        time.advance(ofSeconds(60));
        assertThat(pending).isCompletedWithValue(AudioSource.Block.END);
        assertThat(streams).hasSize(1);
        assertThat(time.timers()).isZero();
    }

    @Test
    void nothing_is_opened_after_a_close_that_came_first() {
        ReopeningSource source = source(false);
        source.close();
        open(source);
        assertThat(streams).isEmpty();
    }
}
