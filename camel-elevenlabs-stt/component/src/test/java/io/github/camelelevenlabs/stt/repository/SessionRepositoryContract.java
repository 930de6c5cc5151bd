package io.github.camelelevenlabs.stt.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of sessions does. Extend it for one of your own. */
abstract class SessionRepositoryContract extends KeptEntriesContract {

    /** An instance whose threads run this after they have compared the epoch and before they write. */
    abstract SessionRepository repository(Runnable betweenCheckAndWrite) throws Exception;

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop_the_threads() {
        threads.shutdownNow();
    }

    private static <T> T get(Future<T> future) throws Exception {
        try {
            return future.get(A_MINUTE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Test
    void whoever_opens_a_session_takes_it_over_and_goes_on_behind_what_is_kept() throws Exception {
        SessionRepository before = repository();
        SessionRepository after = repository();
        long first = before.open(KEY).epoch();
        before.append(KEY, first, List.of(entry(0)));
        KeptSession taken = after.open(KEY);
        assertThat(taken.epoch()).isGreaterThan(first);
        assertThat(taken.entries()).isEqualTo(entries(1));
        after.append(KEY, taken.epoch(), List.of(entry(1)));
        assertThat(kept(KEY)).isEqualTo(entries(2));
    }

    @Test
    void whoever_had_a_session_before_can_neither_append_nor_remove() throws Exception {
        SessionRepository zombie = repository();
        long first = zombie.open(KEY).epoch();
        zombie.append(KEY, first, List.of(entry(0)));
        repository().open(KEY);
        assertThatThrownBy(() -> zombie.append(KEY, first, List.of(entry(1)))).isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> zombie.remove(KEY, first)).isInstanceOf(SupersededException.class);
        assertThat(kept(KEY)).isEqualTo(entries(1));
    }

    @Test
    void a_process_that_opens_its_own_session_again_has_only_the_new_epoch() throws Exception {
        SessionRepository repository = repository();
        long first = repository.open(KEY).epoch();
        long second = repository.open(KEY).epoch();
        assertThat(second).isGreaterThan(first);
        assertThatThrownBy(() -> repository.append(KEY, first, List.of(entry(0))))
                .isInstanceOf(SupersededException.class);
        assertThatCode(() -> repository.append(KEY, second, List.of(entry(0)))).doesNotThrowAnyException();
    }

    @Test
    void an_epoch_that_was_never_given_is_refused() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        assertThatThrownBy(() -> repository.append(KEY, epoch + 1, List.of(entry(0))))
                .isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> repository.append("never opened", epoch, List.of(entry(0))))
                .isInstanceOf(SupersededException.class);
    }

    @Test
    void what_is_removed_begins_anew() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, entries(3));
        repository.remove(KEY, epoch);
        repository.remove(KEY, epoch);
        KeptSession again = repository().open(KEY);
        assertThat(again.entries()).isEmpty();
        assertThat(again.epoch()).isGreaterThan(epoch);
        repository.append(KEY, again.epoch(), List.of(entry(7)));
        assertThat(kept(KEY)).containsExactly(entry(7));
    }

    @Test
    void removing_what_is_not_there_does_nothing() {
        assertThatCode(() -> repository().remove("never opened", 1)).doesNotThrowAnyException();
    }

    @Test
    void whoever_had_a_session_that_is_over_cannot_write_into_the_next_one_of_its_key() throws Exception {
        SessionRepository zombie = repository();
        long first = zombie.open(KEY).epoch();
        SessionRepository owner = repository();
        owner.remove(KEY, owner.open(KEY).epoch());
        assertThatThrownBy(() -> zombie.append(KEY, first, List.of(entry(0)))).isInstanceOf(SupersededException.class);
        owner.open(KEY);
        assertThatThrownBy(() -> zombie.append(KEY, first, List.of(entry(0)))).isInstanceOf(SupersededException.class);
        assertThatThrownBy(() -> zombie.remove(KEY, first)).isInstanceOf(SupersededException.class);
        assertThat(kept(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "remove"})
    void a_writer_that_sleeps_between_its_check_and_its_write_does_not_get_through(String what) throws Exception {
        CountDownLatch checked = new CountDownLatch(1);
        CountDownLatch mayWrite = new CountDownLatch(1);
        SessionRepository sleeper = repository(() -> {
            checked.countDown();
            awaitSilently(mayWrite);
        });
        long first = sleeper.open(KEY).epoch();
        Future<?> write = threads.submit((Callable<Void>) () -> {
            if (what.equals("append")) {
                sleeper.append(KEY, first, List.of(entry(0), entry(1)));
            } else {
                sleeper.remove(KEY, first);
            }
            return null;
        });
        assertThat(checked.await(A_MINUTE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        Future<KeptSession> takeover = threads.submit(() -> repository().open(KEY));
        boolean tookOverFirst = isDoneSoon(takeover);
        mayWrite.countDown();
        KeptSession taken = get(takeover);
        if (tookOverFirst) {
            assertThatThrownBy(() -> get(write)).isInstanceOf(SupersededException.class);
        } else {
            get(write);
        }
        boolean wasAppended = what.equals("append") && !tookOverFirst;
        assertThat(taken.entries()).isEqualTo(wasAppended ? entries(2) : List.of());
        repository().append(KEY, taken.epoch(), List.of(entry(2)));
        assertThat(kept(KEY)).isEqualTo(wasAppended ? entries(3) : List.of(entry(2)));
    }

    private static void awaitSilently(CountDownLatch latch) {
        try {
            latch.await(A_MINUTE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isDoneSoon(Future<?> future) throws Exception {
        try {
            future.get(300, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void of_all_who_open_a_session_at_once_one_has_it() throws Exception {
        int processes = 8;
        CyclicBarrier atOnce = new CyclicBarrier(processes);
        List<SessionRepository> repositories = new ArrayList<>();
        List<Future<Long>> openers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            SessionRepository repository = repository();
            repositories.add(repository);
            openers.add(threads.submit(() -> {
                atOnce.await(A_MINUTE.toSeconds(), TimeUnit.SECONDS);
                return repository.open(KEY).epoch();
            }));
        }
        List<Long> epochs = new ArrayList<>();
        for (Future<Long> opener : openers) {
            epochs.add(get(opener));
        }
        assertThat(epochs).doesNotHaveDuplicates();
        long winner = Collections.max(epochs);
        for (int i = 0; i < processes; i++) {
            long epoch = epochs.get(i);
            SessionRepository repository = repositories.get(i);
            if (epoch == winner) {
                repository.append(KEY, epoch, List.of(entry(0)));
            } else {
                assertThatThrownBy(() -> repository.append(KEY, epoch, List.of(entry(1))))
                        .isInstanceOf(SupersededException.class);
            }
        }
        assertThat(kept(KEY)).isEqualTo(entries(1));
    }

    @Test
    void appends_at_once_are_all_kept_and_each_in_one_piece() throws Exception {
        int writers = 4;
        int appends = 10;
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        List<Future<Void>> all = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            int from = writer * 1000;
            all.add(threads.submit((Callable<Void>) () -> {
                for (int i = 0; i < appends; i++) {
                    repository.append(KEY, epoch, List.of(entry(from + 2 * i), entry(from + 2 * i + 1)));
                }
                return null;
            }));
        }
        for (Future<Void> writer : all) {
            get(writer);
        }
        List<String> kept = kept(KEY);
        assertThat(kept).hasSize(writers * appends * 2);
        for (int writer = 0; writer < writers; writer++) {
            int from = writer * 1000;
            List<String> written = IntStream.range(from, from + 2 * appends)
                    .mapToObj(SessionRepositoryContract::entry)
                    .toList();
            assertThat(kept).containsSubsequence(written);
        }
        assertThat(IntStream.range(0, kept.size() / 2).mapToObj(i -> kept.subList(2 * i, 2 * i + 2)))
                .allMatch(pair -> number(pair.get(1)) == number(pair.get(0)) + 1);
    }

    private static int number(String entry) {
        return Integer.parseInt(entry.replaceAll("\\D", ""));
    }

    @Test
    void a_takeover_in_the_middle_of_appends_loses_none_that_returned() throws Exception {
        SessionRepository before = repository();
        long first = before.open(KEY).epoch();
        List<String> returned = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch some = new CountDownLatch(5);
        Future<?> writer = threads.submit((Callable<Void>) () -> {
            for (int i = 0; ; i++) {
                before.append(KEY, first, List.of(entry(i)));
                returned.add(entry(i));
                some.countDown();
            }
        });
        assertThat(some.await(A_MINUTE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        KeptSession taken = repository().open(KEY);
        assertThatThrownBy(() -> get(writer)).isInstanceOf(SupersededException.class);
        assertThat(taken.entries()).isEqualTo(returned);
        assertThat(kept(KEY)).isEqualTo(returned);
    }
}
