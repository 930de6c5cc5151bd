package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import io.github.camelelevenlabs.stt.session.AudioLimit;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Segments wait until they are kept, and nothing overtakes them. */
class OutboxTest {

    private static final String KEY = "a";

    private final InMemorySessionRepository repository = new InMemorySessionRepository();
    private final ManualTime time = new ManualTime();
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> routed = new ArrayList<>();
    private final List<ErrorCode> failures = new ArrayList<>();
    private Outbox outbox;

    @BeforeEach
    void open() throws Exception {
        KeptSession found = repository.open(KEY);
        Journal journal = new Journal(
                repository,
                KEY,
                found.epoch(),
                Kept.of(found.entries()),
                time.nanoTime(),
                pool::add,
                time,
                ofSeconds(30),
                removal -> {
                    removal.run();
                    return CompletableFuture.completedFuture(null);
                });
        journal.begin("id");
        outbox = new Outbox(Optional.of(journal), why -> failures.add(why.code()));
        outbox.start(time, new AudioLimit(Duration.ZERO));
    }

    private void segment(int index, String text) {
        Duration through = ofSeconds(index + 1);
        outbox.segment(new Segment(index, text, null, List.of()), through, through, () -> routed.add(text));
    }

    private void partial(Integer channel, String text) {
        outbox.partial(channel, () -> routed.add(text));
    }

    /** The store has done what it was asked for. */
    private void kept() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
        time.settle();
    }

    @Test
    void a_segment_goes_when_it_is_kept() {
        segment(0, "one");
        assertThat(routed).isEmpty();
        kept();
        assertThat(routed).containsExactly("one");
    }

    @Test
    void what_comes_behind_a_segment_waits_with_it() {
        segment(0, "one");
        partial(null, "tw");
        outbox.other(() -> routed.add("end"));
        assertThat(routed).isEmpty();
        kept();
        assertThat(routed).containsExactly("one", "tw", "end");
    }

    @Test
    void what_is_behind_a_step_that_fails_goes_all_the_same() {
        List<Throwable> bugs = new ArrayList<>();
        outbox.start(time.guarded(bugs::add), new AudioLimit(Duration.ZERO));
        segment(0, "one");
        outbox.other(() -> {
            throw new IllegalStateException("a bug");
        });
        outbox.other(() -> routed.add("end"));
        kept();
        assertThat(routed).containsExactly("one", "end");
        assertThat(bugs).hasSize(1);
    }

    @Test
    void of_the_partials_of_a_channel_only_the_newest_waits() {
        segment(0, "one");
        partial(0, "t");
        partial(1, "other");
        partial(0, "tw");
        kept();
        assertThat(routed).containsExactly("one", "other", "tw");
    }

    @Test
    void a_segment_takes_the_place_of_the_partial_that_waits() {
        segment(0, "one");
        partial(null, "tw");
        segment(1, "two");
        kept();
        assertThat(routed).containsExactly("one", "two");
    }

    @Test
    void nothing_waits_while_nothing_is_to_be_kept() {
        partial(null, "on");
        assertThat(routed).containsExactly("on");
    }

    @Test
    void what_cannot_be_kept_is_dropped_and_reported_once() {
        segment(0, "one");
        kept();
        repository.failing(new IOException("away"));
        segment(1, "two");
        segment(2, "three");
        outbox.other(() -> routed.add("end"));
        kept();
        assertThat(routed).containsExactly("one", "end");
        assertThat(failures).containsExactly(ErrorCode.REPOSITORY_FAILED);
    }

    @Test
    void the_end_says_how_far_the_transcripts_go_that_were_not_dropped() {
        segment(0, "one");
        kept();
        repository.failing(new IOException("away"));
        segment(1, "two");
        kept();
        SessionEnd end = outbox.whole(SessionEnd.nothing(Optional.empty()).upTo(ofSeconds(2)));
        assertThat(end.failure().map(SessionFailure::code)).contains(ErrorCode.REPOSITORY_FAILED);
        assertThat(end.committedThrough()).isEqualTo(ofSeconds(1));
    }

    @Test
    void only_a_long_silence_is_worth_an_entry() {
        segment(0, "one");
        kept();
        outbox.coverSilence(ofSeconds(10));
        kept();
        assertThat(repository.entries(KEY)).hasSize(2);
        outbox.coverSilence(ofSeconds(11));
        kept();
        assertThat(repository.entries(KEY)).hasSize(3).last().isEqualTo("{\"covered\":11000.0,\"channel\":0}");
    }

    @Test
    void without_a_journal_nothing_waits_and_everything_counts_as_kept() {
        outbox = new Outbox(Optional.empty(), why -> failures.add(why.code()));
        outbox.start(time, new AudioLimit(Duration.ZERO));
        segment(0, "one");
        partial(null, "tw");
        outbox.mark(0, () -> routed.add("marked"), () -> routed.add("after"));
        assertThat(routed).containsExactly("one", "tw", "marked", "after");
        assertThat(outbox.mayRoute(answer -> {})).isTrue();
    }
}
