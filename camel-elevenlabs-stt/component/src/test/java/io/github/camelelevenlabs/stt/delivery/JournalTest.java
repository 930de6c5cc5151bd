package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
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
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Entries are kept one batch after the other, in their order, until the first failure. */
class JournalTest {

    private static final Duration LIMIT = ofSeconds(30);
    private static final String KEY = "recording/calls/a";
    private static final String HEAD = "{\"version\":1,\"session\":\"id-1\",\"rate\":16000,\"channels\":1}";
    private static final String ONE = "{\"segment\":{\"index\":0,\"text\":\"one\"},\"through\":1000.0}";
    private static final String TWO = "{\"segment\":{\"index\":1,\"text\":\"two\"},\"through\":2000.0}";

    private final InMemorySessionRepository repository = new InMemorySessionRepository();
    private final ManualTime time = new ManualTime();
    /** The tasks of the pool, each of which may call the repository. */
    private final Deque<Runnable> pool = new ArrayDeque<>();

    private final List<String> answers = new ArrayList<>();
    private Journal journal;

    @BeforeEach
    void open() throws Exception {
        begin(opened());
    }

    private void begin(Journal opened) {
        journal = opened;
        journal.begin("id-1");
        journal.checkFormat(16_000, 1);
    }

    private Journal opened() throws Exception {
        return opened(Duration.ZERO);
    }

    /** @param took how long the store took to open it */
    private Journal opened(Duration took) throws Exception {
        SessionRepository.KeptSession found = repository.open(KEY);
        long began = time.nanoTime() - took.toNanos();
        return new Journal(
                repository, KEY, found.epoch(), Kept.of(found.entries()), began, pool::add, time, LIMIT, removal -> {
                    removal.run();
                    return CompletableFuture.completedFuture(null);
                });
    }

    private Consumer<Optional<SessionFailure>> answer(String name) {
        return failure ->
                answers.add(name + failure.map(why -> " " + why.type()).orElse(""));
    }

    private void keep(int index, String text) {
        journal.keep(new Segment(index, text, null, List.of()), ofSeconds(index + 1), Duration.ZERO, answer(text));
    }

    private void runPool() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    @Test
    void a_segment_is_answered_when_it_is_kept_and_not_before() {
        keep(0, "one");
        assertThat(answers).isEmpty();
        runPool();
        assertThat(answers).containsExactly("one");
        assertThat(repository.entries(KEY)).containsExactly(HEAD, ONE);
    }

    @Test
    void what_comes_together_is_appended_together_and_answered_in_its_order() {
        keep(0, "one");
        keep(1, "two");
        journal.mark(0, answer("mark"));
        runPool();
        assertThat(repository.batches()).containsExactly(List.of(HEAD, ONE, TWO, "{\"routed\":0}"));
        assertThat(answers).containsExactly("one", "two", "mark");
    }

    @Test
    void the_next_batch_follows_without_a_head() {
        keep(0, "one");
        runPool();
        journal.mark(0, answer("mark"));
        keep(1, "two");
        runPool();
        assertThat(repository.batches()).containsExactly(List.of(HEAD, ONE), List.of("{\"routed\":0}", TWO));
    }

    @Test
    void of_the_places_that_wait_only_the_newest_is_kept_and_all_are_answered() {
        journal.cover(ofSeconds(1), Duration.ZERO, answer("1 s"));
        journal.cover(ofSeconds(2), Duration.ZERO, answer("2 s"));
        runPool();
        assertThat(repository.entries(KEY)).containsExactly(HEAD, "{\"covered\":2000.0,\"channel\":0}");
        assertThat(answers).containsExactly("1 s", "2 s");
    }

    @Test
    void any_number_of_places_may_wait_for_a_slow_store() {
        for (int millis = 1; millis <= 100_000; millis++) {
            journal.cover(ofMillis(millis), Duration.ZERO, answer(""));
        }
        runPool();
        assertThat(answers).hasSize(100_000);
    }

    @Test
    void a_session_that_goes_on_keeps_its_head() throws Exception {
        keep(0, "one");
        runPool();
        journal = opened();
        journal.begin("id-2");
        assertThat(journal.kept().sessionId()).contains("id-1");
        keep(1, "two");
        runPool();
        assertThat(repository.entries(KEY)).containsExactly(HEAD, ONE, TWO);
    }

    @Test
    void audio_of_another_format_is_noticed() throws Exception {
        keep(0, "one");
        runPool();
        journal = opened();
        assertThat(journal.checkFormat(16_000, 1)).isEmpty();
        assertThat(journal.checkFormat(8_000, 1))
                .contains("the audio has 8000 Hz and 1 channel, and what the session repository keeps of " + KEY
                        + " has 16000 Hz and 1 channel: it is another one; give each a key of its own, or remove the key"
                        + " from the repository to begin again");
        assertThat(journal.checkFormat(16_000, 2)).isPresent();
    }

    @Test
    void whoever_was_taken_over_keeps_nothing_any_more() throws Exception {
        keep(0, "one");
        runPool();
        opened();
        keep(1, "two");
        runPool();
        keep(2, "three");
        runPool();
        assertThat(answers).containsExactly("one", "two superseded", "three superseded");
        assertThat(repository.entries(KEY)).containsExactly(HEAD, ONE);
    }

    @Test
    void a_store_that_is_away_fails_what_waits_and_what_still_comes() {
        repository.failing(new IOException("No space left on device"));
        keep(0, "one");
        keep(1, "two");
        runPool();
        repository.works();
        keep(2, "three");
        runPool();
        assertThat(answers)
                .containsExactly("one repository_failed", "two repository_failed", "three repository_failed");
        assertThat(repository.entries(KEY)).isEmpty();
    }

    @Test
    void the_failure_says_what_the_store_said() {
        List<SessionFailure> failures = new ArrayList<>();
        repository.failing(new IOException("No space left on device"));
        journal.mark(0, failure -> failures.add(failure.orElseThrow()));
        runPool();
        assertThat(failures.get(0).code()).isEqualTo(ErrorCode.REPOSITORY_FAILED);
        assertThat(failures.get(0).detail())
                .isEqualTo("the session repository could not keep it: No space left on device");
        assertThat(failures.get(0).cause()).hasMessage("No space left on device");
    }

    /** The store takes so long that what the test does happens meanwhile. */
    private void appendDuring(Runnable meanwhile) {
        Runnable append = pool.remove();
        repository.beforeAppend(meanwhile);
        append.run();
    }

    @Test
    void a_store_that_hangs_is_waited_for_no_longer_than_the_limit() {
        keep(0, "one");
        appendDuring(() -> {
            keep(1, "two");
            time.advance(LIMIT.minusMillis(1));
            runPool();
            assertThat(answers).isEmpty();
            time.advance(ofMillis(1));
            runPool();
            assertThat(answers).containsExactly("one repository_failed", "two repository_failed");
        });
        runPool();
        assertThat(answers).hasSize(2);
    }

    @Test
    void no_timer_is_left_of_an_append() {
        keep(0, "one");
        runPool();
        time.settle();
        assertThat(time.timers()).isZero();
    }

    @Test
    void an_append_that_has_just_succeeded_shows_that_the_session_is_ours() {
        keep(0, "one");
        runPool();
        assertThat(journal.isOurs(answer("ours"))).isTrue();
        assertThat(pool).isEmpty();
    }

    @Test
    void after_a_while_the_store_is_asked_whether_the_session_is_ours() {
        keep(0, "one");
        runPool();
        time.advance(ofMillis(101));
        assertThat(journal.isOurs(answer("ours"))).isFalse();
        runPool();
        assertThat(answers).containsExactly("one", "ours");
        assertThat(repository.entries(KEY)).containsExactly(HEAD, ONE, HEAD);
    }

    @Test
    void a_mark_that_waits_asks_as_well() {
        keep(0, "one");
        runPool();
        time.advance(ofMillis(101));
        journal.mark(0, answer("mark"));
        journal.isOurs(answer("ours"));
        runPool();
        assertThat(answers).containsExactly("one", "mark", "ours");
        assertThat(repository.entries(KEY)).containsExactly(HEAD, ONE, "{\"routed\":0}");
    }

    @Test
    void a_process_that_slept_finds_that_it_was_taken_over() throws Exception {
        keep(0, "one");
        appendDuring(() -> time.advance(ofSeconds(5)));
        opened();
        assertThat(journal.isOurs(answer("ours"))).isFalse();
        runPool();
        assertThat(answers).containsExactly("one", "ours superseded");
    }

    @Test
    void a_store_that_is_always_slow_is_no_sign_of_a_pause() throws Exception {
        begin(opened(ofMillis(500)));
        keep(0, "one");
        appendDuring(() -> time.advance(ofMillis(500)));
        assertThat(journal.isOurs(answer("ours"))).isTrue();
    }

    @Test
    void what_is_over_is_removed_and_a_store_that_is_away_keeps_it() {
        keep(0, "one");
        runPool();
        repository.failing(new IOException("away"));
        journal.remove();
        runPool();
        assertThat(repository.keys()).containsExactly(KEY);
        repository.works();
        journal.remove();
        runPool();
        assertThat(repository.keys()).isEmpty();
    }

    @Test
    void whoever_was_taken_over_removes_nothing() throws Exception {
        keep(0, "one");
        runPool();
        opened();
        journal.remove();
        runPool();
        assertThat(repository.keys()).containsExactly(KEY);
    }
}
