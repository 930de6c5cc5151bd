package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SegmentsTest {

    private static final Token WORD = new Token("one", 0, 0.5, "word", 0);

    private final List<Segment> delivered = new ArrayList<>();
    private final Segments segments = segments(CommitStrategy.VAD, 3);

    private Segments segments(CommitStrategy strategy, int attempts) {
        return new Segments(
                new TestSettings()
                        .strategy(strategy)
                        .attempts(attempts)
                        .previousText("before")
                        .build(),
                delivered::add);
    }

    private void add(String text, Token... tokens) {
        segments.add(new TwinPairing.Commit(text, null, List.of(tokens)), new SourceClock(PcmFormat.PCM_16000));
    }

    @Test
    void answers_with_text_are_numbered_and_empty_ones_are_not() {
        add("one");
        add(" ");
        add("two");
        assertThat(delivered).extracting(Segment::index).containsExactly(0, 1);
        assertThat(segments.count()).isEqualTo(2);
    }

    @Test
    void the_context_is_the_last_text_and_at_first_that_of_the_settings() {
        assertThat(segments.context()).isEqualTo("before");
        add("one");
        add("");
        assertThat(segments.context()).isEqualTo("one");
    }

    @Test
    void a_missing_twin_is_worth_a_replay_until_one_was_missed() {
        assertThat(segments.isReplayBetter()).isTrue();
        segments.twinMissed();
        assertThat(segments.isReplayBetter()).isFalse();
    }

    @Test
    void a_twin_that_comes_makes_a_replay_worth_while_again() {
        segments.twinMissed();
        add("one");
        assertThat(segments.isReplayBetter()).isFalse();
        add("one", WORD);
        assertThat(segments.isReplayBetter()).isTrue();
    }

    @Test
    void where_turns_are_predicted_a_missing_twin_is_worth_a_replay_too() {
        assertThat(segments(CommitStrategy.TURN_PREDICTION, 3).isReplayBetter()).isTrue();
    }

    @Test
    void with_manual_commits_no_twin_is_worth_a_replay() {
        assertThat(segments(CommitStrategy.MANUAL, 3).isReplayBetter()).isFalse();
    }

    @Test
    void a_session_that_does_not_reconnect_replays_nothing() {
        assertThat(segments(CommitStrategy.VAD, 0).isReplayBetter()).isFalse();
    }

    @Test
    void a_session_that_resumes_goes_on_counting() {
        Segments resumed = new Segments(
                new TestSettings()
                        .resumption(Resumption.at(Duration.ofSeconds(60), 7, true))
                        .build(),
                delivered::add);
        resumed.add(new TwinPairing.Commit("eight", null, List.of()), new SourceClock(PcmFormat.PCM_16000));
        assertThat(delivered).extracting(Segment::index).containsExactly(7);
        assertThat(resumed.count()).isEqualTo(8);
    }
}
