package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A name exists while it has a user. */
class TranscriptTopicsTest {

    private final List<String> metered = new ArrayList<>();
    private final TranscriptTopics topics = new TranscriptTopics(new UsageTotals(), name -> {
        metered.add(name.name());
        return () -> metered.remove(name.name());
    });

    @Test
    void a_name_and_its_meters_go_when_its_last_user_leaves() {
        topics.use("calls", this);
        topics.use("calls", "other");
        topics.leave("calls", this);
        assertThat(metered).containsExactly("calls");
        topics.leave("calls", "other");
        assertThat(metered).isEmpty();
        assertThat(topics.observedNames()).isEmpty();
    }

    @Test
    void a_name_knows_the_classes_of_its_users() {
        topics.use("calls", "a producer");
        assertThat(topics.isUsedBy("calls", String.class)).isTrue();
        assertThat(topics.isUsedBy("calls", Integer.class)).isFalse();
        assertThat(topics.isUsedBy("others", String.class)).isFalse();
    }

    @Test
    void an_occasional_user_counts_as_a_user_of_every_class() {
        topics.useOccasionally("calls", this);
        assertThat(topics.isUsedBy("calls", Integer.class)).isTrue();
    }

    @Test
    void sessions_leave_their_names_when_the_component_stops() {
        topics.use("calls", new Conversation() {
            @Override
            public void start() {}

            @Override
            public void delivered() {}

            @Override
            public void abort(SessionFailure failure) {}

            @Override
            public Duration position() {
                return Duration.ZERO;
            }

            @Override
            public List<SessionSnapshot> snapshots() {
                return List.of();
            }
        });
        topics.stop();
        assertThat(topics.observedNames()).isEmpty();
        assertThat(metered).isEmpty();
    }
}
