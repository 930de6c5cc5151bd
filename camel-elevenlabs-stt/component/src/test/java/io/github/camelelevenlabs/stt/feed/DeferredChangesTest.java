package io.github.camelelevenlabs.stt.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.session.Hints.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredChangesTest {

    private static final Change KEYTERMS = new Change(null, List.of("one"), null);
    private static final Change LANGUAGE = new Change("de", null, null);

    private final DeferredChanges changes = new DeferredChanges();
    private final List<Change> session = new ArrayList<>();

    @Test
    void changes_before_there_is_a_session_reach_it_as_one() {
        changes.add(LANGUAGE);
        changes.add(KEYTERMS);
        changes.add(new Change("en", null, null));
        changes.open(session::add);
        assertThat(session).containsExactly(new Change("en", List.of("one"), null));
    }

    @Test
    void later_changes_reach_it_one_by_one() {
        changes.open(session::add);
        changes.add(LANGUAGE);
        changes.add(Change.NONE);
        changes.add(KEYTERMS);
        assertThat(session).containsExactly(LANGUAGE, KEYTERMS);
    }
}
