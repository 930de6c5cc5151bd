package io.github.camelelevenlabs.stt.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.observe.UsageTotals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A name lasts as long as somebody uses it, and ends its streams when it is told to. */
class TranscriptTopicsTest {

    private final List<String> metered = new ArrayList<>();
    private final TranscriptTopics topics = new TranscriptTopics(new UsageTotals(), name -> {
        metered.add(name.name());
        return () -> metered.remove(name.name());
    });

    private static final class Stream implements FedStream {
        private final Set<String> routes;
        private final List<String> told = new ArrayList<>();

        Stream(String... routes) {
            this.routes = Set.of(routes);
        }

        @Override
        public Collection<String> routes() {
            return routes;
        }

        @Override
        public void end() {
            told.add("end");
        }

        @Override
        public void stop() {
            told.add("stop");
        }
    }

    @Test
    void a_name_and_its_meters_go_with_its_last_user() {
        topics.use("calls", this);
        topics.use("calls", "other");
        topics.leave("calls", this);
        assertThat(metered).containsExactly("calls");
        topics.leave("calls", "other");
        assertThat(metered).isEmpty();
        assertThat(topics.all()).isEmpty();
    }

    @Test
    void a_name_knows_which_kind_of_user_it_has() {
        topics.use("calls", "a producer");
        assertThat(topics.isUsedBy("calls", String.class)).isTrue();
        assertThat(topics.isUsedBy("calls", Integer.class)).isFalse();
        assertThat(topics.isUsedBy("others", String.class)).isFalse();
    }

    @Test
    void a_user_that_may_come_back_counts_as_every_kind() {
        topics.useOccasionally("calls", this);
        assertThat(topics.isUsedBy("calls", Integer.class)).isTrue();
    }

    @Test
    void a_stream_ends_with_all_the_routes_that_fed_it() {
        Stream ended = new Stream("a", "b");
        Stream fedByAnother = new Stream("a", "c");
        Stream fedByNone = new Stream();
        Stream ofAnotherName = new Stream("a");
        for (Stream stream : List.of(ended, fedByAnother, fedByNone)) {
            topics.use("calls", stream);
        }
        topics.use("others", ofAnotherName);
        topics.look("calls").endStreamsFedBy(Set.of("a", "b")::contains);
        assertThat(ended.told).containsExactly("end");
        assertThat(fedByAnother.told).isEmpty();
        assertThat(fedByNone.told).isEmpty();
        assertThat(ofAnotherName.told).isEmpty();
    }

    @Test
    void a_stream_that_has_left_hears_nothing() {
        Stream left = new Stream("a");
        topics.use("calls", left);
        topics.use("calls", this);
        topics.leave("calls", left);
        topics.look("calls").endStreams();
        assertThat(left.told).isEmpty();
    }

    @Test
    void streams_stop_with_the_component_and_use_their_names_no_more() {
        Stream stream = new Stream("a");
        topics.use("calls", stream);
        topics.stop();
        assertThat(stream.told).containsExactly("stop");
        assertThat(topics.all()).isEmpty();
    }
}
