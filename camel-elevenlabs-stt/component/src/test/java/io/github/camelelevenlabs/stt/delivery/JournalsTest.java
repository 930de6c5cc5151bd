package io.github.camelelevenlabs.stt.delivery;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.repository.SessionRepository;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions are opened on the pool, for each key one after the other. */
class JournalsTest {

    private static final Duration LIMIT = ofSeconds(30);

    private final InMemorySessionRepository repository = new InMemorySessionRepository();
    private final ManualTime time = new ManualTime();
    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final Journals journals = new Journals(pool::add, time, new StubFailures());
    private final List<Journal> opened = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private void open(String key) {
        open(repository, key);
    }

    private void open(SessionRepository from, String key) {
        journals.open(from, key, LIMIT).whenComplete((journal, failure) -> {
            if (failure == null) {
                opened.add(journal);
            } else {
                failures.add(failure.getCause().getMessage());
            }
        });
    }

    private void runPool() {
        while (!pool.isEmpty()) {
            pool.remove().run();
        }
    }

    @Test
    void nothing_is_asked_of_the_store_on_the_callers_thread() {
        open("a");
        assertThat(repository.keys()).isEmpty();
        runPool();
        assertThat(repository.keys()).containsExactly("a");
        assertThat(opened).hasSize(1);
    }

    @Test
    void two_messages_with_one_key_open_it_one_after_the_other_and_the_second_has_it() {
        open("a");
        open("a");
        runPool();
        List<String> answers = new ArrayList<>();
        opened.forEach(journal -> {
            journal.begin("id");
            String name = opened.indexOf(journal) == 0 ? "first " : "second ";
            journal.mark(
                    0,
                    failure ->
                            answers.add(name + failure.map(SessionFailure::type).orElse("kept")));
        });
        runPool();
        assertThat(answers).containsExactlyInAnyOrder("first superseded", "second kept");
    }

    @Test
    void a_store_that_is_away_fails_the_message_and_the_next_one_opens_it() {
        repository.failing(new IOException("Connection refused"));
        open("a");
        runPool();
        repository.works();
        open("a");
        runPool();
        assertThat(failures)
                .containsExactly("repository_failed: the session repository could not open a: Connection refused");
        assertThat(opened).hasSize(1);
    }

    @Test
    void an_error_of_the_store_fails_the_message_too() {
        open(new BrokenRepository(), "a");
        runPool();
        assertThat(failures).containsExactly("repository_failed: the session repository could not open a: no driver");
    }

    private static final class BrokenRepository implements SessionRepository {
        @Override
        public KeptSession open(String key) {
            throw new NoClassDefFoundError("no driver");
        }

        @Override
        public void append(String key, long epoch, List<String> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(String key, long epoch) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void a_store_that_hangs_fails_the_message_after_the_limit_and_the_next_message_gets_what_comes() {
        open("a");
        Runnable hanging = pool.remove();
        time.advance(LIMIT.minusSeconds(1));
        open("a");
        time.advance(ofSeconds(1));
        runPool();
        assertThat(failures)
                .containsExactly("repository_failed: the session repository has not answered within"
                        + " transcriptTimeout=30000 ms");
        hanging.run();
        runPool();
        assertThat(opened).hasSize(1);
    }

    @Test
    void a_call_that_does_not_return_keeps_no_later_message_from_the_store() {
        open("a");
        Runnable hanging = pool.remove();
        time.advance(LIMIT);
        open("a");
        runPool();
        assertThat(opened).hasSize(1);
        hanging.run();
        runPool();
        assertThat(opened).hasSize(1);
    }

    @Test
    void what_is_over_is_removed_a_moment_later_for_the_acknowledgement_of_its_message() {
        open("a");
        runPool();
        opened.get(0).remove();
        time.advance(ofSeconds(1).minusMillis(1));
        runPool();
        assertThat(repository.keys()).containsExactly("a");
        time.advance(ofMillis(1));
        runPool();
        assertThat(repository.keys()).isEmpty();
    }

    @Test
    void what_is_over_is_removed_at_once_when_the_component_stops() {
        open("a");
        runPool();
        opened.get(0).remove();
        journals.close();
        runPool();
        assertThat(repository.keys()).isEmpty();
        time.advance(ofSeconds(1));
        assertThat(pool).isEmpty();
    }

    @Test
    void a_message_that_comes_again_before_the_removal_keeps_what_is_there() {
        open("a");
        runPool();
        opened.get(0).remove();
        open("a");
        runPool();
        time.advance(ofSeconds(1));
        runPool();
        assertThat(repository.keys()).containsExactly("a");
    }

    @Test
    void nothing_is_left_when_a_key_is_open() {
        open("a");
        runPool();
        time.settle();
        assertThat(time.timers()).isZero();
    }

    @Test
    void what_another_version_has_kept_is_refused_by_name() {
        repository.put("a", "{\"version\":2,\"session\":\"id\"}");
        open("a");
        runPool();
        assertThat(failures)
                .containsExactly("invalid_request: what the session repository keeps of a cannot be read: entry 1 of 1"
                        + " is of version 2, and this component reads version 1; go on with the version that wrote it, or"
                        + " remove the key from the repository to begin again");
    }

    @Test
    void keys_of_two_kinds_or_two_names_never_meet() {
        assertThat(Journals.key(Journals.Kind.RECORDING, "calls", "a/b")).isEqualTo("recording/calls/a/b");
        assertThat(Journals.key(Journals.Kind.STREAM, "calls", "a/b")).isEqualTo("stream/calls/a/b");
        assertThat(Journals.key(Journals.Kind.STREAM, "calls/a", "b")).isEqualTo("stream/calls%2Fa/b");
        assertThat(Journals.key(Journals.Kind.STREAM, "calls%2Fa", "b")).isEqualTo("stream/calls%252Fa/b");
    }
}
