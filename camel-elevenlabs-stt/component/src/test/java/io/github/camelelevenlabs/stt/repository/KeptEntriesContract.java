package io.github.camelelevenlabs.stt.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.repository.SessionRepository.KeptSession;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of {@link SessionRepositoryContract} about keys and entries: each comes back as it was. */
abstract class KeptEntriesContract {

    static final String KEY = "call-4711";

    /** Another instance for the same store, as another process has one. */
    abstract SessionRepository repository() throws Exception;

    static String entry(int number) {
        return "{\"number\":" + number + "}";
    }

    static List<String> entries(int count) {
        return IntStream.range(0, count).mapToObj(KeptEntriesContract::entry).toList();
    }

    List<String> kept(String key) throws Exception {
        return repository().open(key).entries();
    }

    @Test
    void a_new_session_is_empty() throws Exception {
        assertThat(repository().open(KEY).entries()).isEmpty();
    }

    @Test
    void a_session_that_was_only_opened_is_still_empty() throws Exception {
        repository().open(KEY);
        assertThat(kept(KEY)).isEmpty();
    }

    @Test
    void entries_come_back_in_the_order_in_which_they_were_appended() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, List.of(entry(0)));
        repository.append(KEY, epoch, List.of(entry(1), entry(2), entry(3)));
        repository.append(KEY, epoch, List.of(entry(4)));
        assertThat(kept(KEY)).isEqualTo(entries(5));
    }

    @Test
    void equal_entries_are_all_kept() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, List.of(entry(1), entry(1)));
        repository.append(KEY, epoch, List.of(entry(1)));
        assertThat(kept(KEY)).containsExactly(entry(1), entry(1), entry(1));
    }

    @Test
    void sessions_know_nothing_of_each_other() throws Exception {
        SessionRepository repository = repository();
        long one = repository.open("one").epoch();
        long other = repository.open("other").epoch();
        repository.append("one", one, List.of(entry(1)));
        repository.append("other", other, List.of(entry(2)));
        repository.remove("one", one);
        assertThat(kept("one")).isEmpty();
        assertThat(kept("other")).containsExactly(entry(2));
    }

    static Stream<String> oddKeys() {
        return Stream.of(
                "../../etc/passwd",
                "C:\\calls\\*?\"<>|",
                ".",
                "con",
                "'; DROP TABLE elevenlabs_stt_session; --",
                " leading and trailing ",
                "line\nbreak\r\ttab",
                "\0nul\u001b[31m",
                "Straße–通話–\uD83D\uDCDE",
                "e\u0301 is not \u00e9",
                "\u00e9",
                "e\u0301",
                "unpaired \ud800",
                "unpaired \udc00",
                "unpaired ?",
                "a",
                "A",
                "%s{}$1",
                "k".repeat(10_000),
                "k".repeat(9_999) + "l");
    }

    @Test
    void keys_may_have_any_characters_and_any_length() throws Exception {
        SessionRepository repository = repository();
        for (String key : oddKeys().toList()) {
            repository.append(key, repository.open(key).epoch(), List.of("{}"));
        }
        for (String key : oddKeys().toList()) {
            KeptSession kept = repository().open(key);
            assertThat(kept.entries()).as(key).containsExactly("{}");
            repository.remove(key, kept.epoch());
        }
    }

    static Stream<String> oddEntries() {
        return Stream.of(
                "{\"text\":\"Straße, 通話, \uD83D\uDCDE, é\"}",
                "{\"text\":\"\\u0000 \\n \\\\ \\\" '\"}",
                "{\"text\":\"\u2028 \u2029 \u0085 \u007f \ufeff \uffff\"}",
                "{\"text\": \t\"with white space\" }",
                "{\"text\":\"'); DROP TABLE elevenlabs_stt_entry; -- ? $1 {fn now()}\"}",
                "[]",
                "1 entry {}");
    }

    @ParameterizedTest
    @MethodSource("oddEntries")
    void entries_come_back_character_by_character(String entry) throws Exception {
        SessionRepository repository = repository();
        repository.append(KEY, repository.open(KEY).epoch(), List.of(entry));
        assertThat(kept(KEY)).containsExactly(entry);
    }

    @Test
    void an_unpaired_surrogate_may_come_back_as_its_escape() throws Exception {
        SessionRepository repository = repository();
        repository.append(KEY, repository.open(KEY).epoch(), List.of("{\"text\":\"cut \ud83d\"}"));
        assertThat(kept(KEY)).singleElement().isIn("{\"text\":\"cut \ud83d\"}", "{\"text\":\"cut \\ud83d\"}");
    }

    @Test
    void an_entry_may_have_a_megabyte() throws Exception {
        String big = "{\"text\":\"" + "ä".repeat(1_000_000) + "\"}";
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        repository.append(KEY, epoch, List.of(entry(0), big));
        repository.append(KEY, epoch, List.of(entry(1)));
        assertThat(kept(KEY).equals(List.of(entry(0), big, entry(1)))).isTrue();
    }

    @Test
    void ten_thousand_entries_are_kept() throws Exception {
        SessionRepository repository = repository();
        long epoch = repository.open(KEY).epoch();
        List<String> entries = entries(10_000);
        repository.append(KEY, epoch, entries);
        assertThat(kept(KEY)).isEqualTo(entries);
    }
}
