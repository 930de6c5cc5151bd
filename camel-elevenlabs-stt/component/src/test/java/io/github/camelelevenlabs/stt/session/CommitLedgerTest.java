package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.DOUBTFUL;
import static io.github.camelelevenlabs.stt.session.CommitLedger.Standing.OUTSTANDING;
import static io.github.camelelevenlabs.stt.session.TestSettings.CHUNK;
import static io.github.camelelevenlabs.stt.session.TestSettings.TRANSCRIPT_TIMEOUT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.session.CommitLedger.Ruling;
import io.github.camelelevenlabs.stt.session.CommitLedger.Standing;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For each answer: its owner, its coverage, the released audio, and whether an answer is owed or in doubt. With {@code VAD}
 * the service of these cases may commit after 1.2 s of silence.
 */
class CommitLedgerTest {

    private static final PcmFormat FORMAT = PcmFormat.PCM_16000;
    private static final short LOUD = 8_000;

    private final ManualTime time = new ManualTime();
    private final ReplayBuffer buffer = new ReplayBuffer(FORMAT, 0);
    private final SourceClock clock = new SourceClock(FORMAT);
    private final List<SessionFailure> unanswered = new ArrayList<>();
    private int settled;
    private CommitLedger ledger = ledger(CommitStrategy.VAD);

    private CommitLedger ledger(CommitStrategy strategy) {
        return new CommitLedger(TestSettings.with(strategy), buffer, clock, time, () -> settled++, unanswered::add);
    }

    /**
     * Plays a story such as {@code speech 2, pause 1.5, commit, words to 2}.
     *
     * @return what the last answer means; null when there was none
     */
    private Ruling play(String story) {
        Ruling last = null;
        for (String step : story.split(",")) {
            String[] words = step.strip().split(" ");
            switch (words[0]) {
                case "speech" -> send(seconds(words[1]), LOUD);
                case "pause" -> send(seconds(words[1]), (short) 0);
                case "commit" -> commit();
                case "wait" -> time.advance(seconds(words[1]));
                case "words" -> last = answer("One", List.of(word(Double.parseDouble(words[2]))));
                case "text" -> last = answer("One", List.of());
                case "nothing" -> last = answer("", List.of());
                default -> throw new IllegalArgumentException(step);
            }
        }
        return last;
    }

    private static Duration seconds(String number) {
        return ofMillis(Math.round(Double.parseDouble(number) * 1000));
    }

    private void send(Duration length, short amplitude) {
        for (long millis = 0; millis < length.toMillis(); millis += CHUNK.toMillis()) {
            Duration piece = ofMillis(Math.min(CHUNK.toMillis(), length.toMillis() - millis));
            ByteBuffer bytes =
                    ByteBuffer.allocate((int) FORMAT.samples(piece) * 2).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining()) {
                bytes.putShort(bytes.position() % 4 == 0 ? amplitude : (short) -amplitude);
            }
            buffer.append(bytes.flip(), false);
            ReplayBuffer.Chunk chunk = buffer.take();
            clock.audioSent(chunk.position(), chunk.samples());
            ledger.audioSent(chunk);
        }
    }

    private void commit() {
        assertThat(ledger.mayCommit()).isTrue();
        ledger.commitSent();
        ledger.watch();
    }

    private Ruling answer(String text, List<Token> tokens) {
        ledger.answerBegan();
        return ledger.rule(new TwinPairing.Commit(text, "en", tokens));
    }

    private static Token word(double end) {
        return new Token("One", Math.max(0, end - 0.3), end, "word", 0);
    }

    private static String inSeconds(long samples) {
        return String.valueOf(samples / (double) FORMAT.sampleRate());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        # where only the client commits
        an answer is the one to our commit               | MANUAL | speech 2, commit, speech 1, text             | ours | 2.0 | 2.0 | SETTLED  | true
        and covers the silence behind its words          | MANUAL | speech 1, pause 2, commit, words to 1        | ours | 3.0 | 3.0 | SETTLED  | true
        also when there are no words                     | MANUAL | speech 1, pause 2, commit, nothing           | ours | 3.0 | 3.0 | SETTLED  | true
        but no speech that its words leave out           | MANUAL | speech 4, commit, words to 2                 | ours | 2.0 | 2.0 | SETTLED  | true
        an answer to no commit says nothing              | MANUAL | speech 2, text                               | not  | ?   | 0.0 | SETTLED  | true
        unless it has words                              | MANUAL | speech 2, words to 1                         | not  | 1.0 | 1.0 | SETTLED  | true
        # where the service commits, and none of ours waits
        an answer reaches a little behind its last word  | VAD    | speech 1, pause 2, speech 1, words to 1      | not  | 1.15| 1.15| SETTLED  | true
        also when the word seems to end too early        | VAD    | speech 1, pause 2, speech 1, words to 0.8    | not  | 1.15| 1.15| SETTLED  | true
        and to the very end of a word without a pause    | VAD    | speech 3, words to 1                         | not  | 1.0 | 1.0 | SETTLED  | true
        without word times, to the first long pause      | VAD    | speech 1, pause 2, speech 1, text            | not  | 1.0 | 1.0 | SETTLED  | false
        without any long pause, nobody knows             | VAD    | speech 1, pause 1, speech 1, text            | not  | ?   | 0.0 | SETTLED  | false
        an empty one leaves what sounded like speech     | VAD    | speech 1, pause 2, nothing                   | not  | ?   | 0.0 | SETTLED  | false
        an empty one behind silence ends it              | VAD    | pause 3, nothing                             | not  | ?   | 0.0 | SETTLED  | true
        # where the service commits, and ours waits
        without a long pause every answer is ours        | VAD    | speech 2, commit, speech 1, text             | ours | 2.0 | 2.0 | SETTLED  | true
        an empty one as well                             | VAD    | speech 2, commit, nothing                    | ours | 2.0 | 2.0 | SETTLED  | true
        one whose words reach our commit is ours         | VAD    | speech 1, pause 2, speech 1, commit, words to 4 | ours | 4.0 | 4.0 | SETTLED  | true
        one that leaves speech out is not                | VAD    | speech 1, pause 2, speech 1, commit, words to 1 | not  | 1.15| 1.15| DOUBTFUL | false
        one with only silence behind it may be           | VAD    | speech 1, pause 2, commit, words to 1        | ours | 3.0 | 3.0 | OWED     | false
        one without word times is if only silence is left| VAD    | speech 1, pause 2, commit, text              | ours | 3.0 | 3.0 | OWED     | false
        an empty one is, and nothing else was said       | VAD    | speech 1, pause 2, commit, nothing           | ours | 3.0 | 3.0 | OWED     | true
        an empty one is not if speech is left            | VAD    | speech 1, pause 2, speech 1, commit, nothing | not  | 1.0 | 1.0 | DOUBTFUL | false
        speech behind our commit is no part of it        | VAD    | speech 1, pause 2, commit, speech 1, nothing | ours | 3.0 | 3.0 | OWED     | true
        # where an answer came before
        the one in doubt is followed by ours             | VAD    | speech 1, pause 2, speech 1, commit, words to 1, words to 4 | ours | 4.0 | 2.85 | SETTLED  | true
        an empty one is the one that is owed             | VAD    | speech 1, pause 2, commit, words to 1, nothing | not  | ?   | 0.0 | SETTLED  | true
        one with words is not the one that is owed       | VAD    | speech 1, pause 2, commit, words to 1, speech 1, pause 2, words to 4 | not  | 4.15 | 1.15 | OWED     | true
        # where the service commits behind any word, and none of ours waits
        an answer reaches a little behind its last word  | TURN_PREDICTION | speech 1, pause 2, speech 1, words to 1    | not  | 1.15 | 1.15 | SETTLED  | true
        also when the word seems to end too early        | TURN_PREDICTION | speech 1, pause 2, speech 1, words to 0.94 | not  | 1.15 | 1.15 | SETTLED  | true
        but not beyond a short gap behind it             | TURN_PREDICTION | speech 1, pause 0.1, speech 1, words to 1  | not  | 1.005| 1.005| SETTLED  | true
        and to the very end of a word without a gap      | TURN_PREDICTION | speech 3, words to 1                       | not  | 0.995| 0.995| SETTLED  | true
        without word times nobody knows                  | TURN_PREDICTION | speech 1, pause 2, speech 1, text          | not  | ?    | 0.0  | SETTLED  | false
        an empty one leaves what sounded like speech     | TURN_PREDICTION | speech 1, pause 2, nothing                 | not  | ?    | 0.0  | SETTLED  | false
        an empty one behind silence ends it              | TURN_PREDICTION | pause 3, nothing                           | not  | ?    | 0.0  | SETTLED  | true
        # where the service commits behind any word, and ours waits
        one whose words reach our commit may be ours     | TURN_PREDICTION | speech 2, commit, words to 2               | ours | 2.0  | 2.0  | OWED     | true
        one with only silence behind it as well          | TURN_PREDICTION | speech 1, pause 2, commit, words to 1      | ours | 3.0  | 3.0  | OWED     | true
        one that leaves speech out is not, pause or none | TURN_PREDICTION | speech 4, commit, words to 2               | not  | 1.995| 1.995| DOUBTFUL | false
        an empty one behind silence is ours              | TURN_PREDICTION | pause 3, commit, nothing                   | ours | 3.0  | 3.0  | SETTLED  | true
        an empty one may not be if speech is left        | TURN_PREDICTION | speech 2, commit, nothing                  | not  | ?    | 0.0  | DOUBTFUL | false
        one without word times may not be                | TURN_PREDICTION | speech 2, commit, speech 1, text           | not  | ?    | 0.0  | DOUBTFUL | false
        unless nothing else is left to be answered       | TURN_PREDICTION | speech 2, commit, text                     | ours | 2.0  | 2.0  | OWED     | false
        # where an answer came before, and the service commits behind any word
        the one in doubt is followed by ours             | TURN_PREDICTION | speech 4, commit, words to 2, words to 4   | ours | 4.0  | 2.005| OWED     | true
        an empty one is the one that is owed             | TURN_PREDICTION | speech 2, commit, words to 2, nothing      | not  | ?    | 0.0  | SETTLED  | true
        words behind our commit show that it is answered | TURN_PREDICTION | speech 2, commit, words to 2, speech 2, words to 3 | not | 2.995 | 0.995 | SETTLED | true
        also that an answer in doubt was ours            | TURN_PREDICTION | speech 4, commit, words to 2, speech 2, words to 5 | not | 4.995 | 3.0 | SETTLED | true
        """)
    void an_answer_has_an_owner_and_a_coverage(
            String what,
            CommitStrategy strategy,
            String story,
            String whose,
            String through,
            String released,
            Standing standing,
            boolean conclusive) {
        ledger = ledger(strategy);
        Ruling ruling = play(story);
        assertThat(ruling.ours()).as("ours").isEqualTo(whose.equals("ours"));
        assertThat(ruling.through().isPresent() ? inSeconds(ruling.through().getAsLong()) : "?")
                .as("reaches")
                .isEqualTo(through);
        assertThat(inSeconds(ruling.released())).as("released").isEqualTo(released);
        assertThat(ruling.standing()).isEqualTo(standing);
        assertThat(ruling.conclusive()).as("conclusive").isEqualTo(conclusive);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        nothing was committed                    | speech 1                                            | SETTLED     | true  | false
        a commit waits for its answer            | speech 1, commit                                    | OUTSTANDING | false | false
        its answer is here                       | speech 1, commit, text                              | SETTLED     | true  | false
        an answer may have been to another       | speech 1, pause 2, speech 1, commit, words to 1     | DOUBTFUL    | false | true
        an answer was taken for it and may be not| speech 1, pause 2, commit, words to 1               | OWED        | false | true
        """)
    void only_one_commit_is_outstanding_at_a_time(
            String what, String story, Standing standing, boolean mayCommit, boolean inDoubt) {
        play(story);
        assertThat(ledger.mayCommit()).isEqualTo(mayCommit);
        assertThat(ledger.isInDoubt()).isEqualTo(inDoubt);
        assertThat(ledger.isOutstanding()).isEqualTo(standing == OUTSTANDING || standing == DOUBTFUL);
    }

    @Test
    void a_commit_that_nothing_answers_is_overdue_after_the_transcript_timeout() {
        play("speech 1, commit");
        time.advance(TRANSCRIPT_TIMEOUT.minusMillis(1));
        assertThat(unanswered).isEmpty();
        time.advance(ofMillis(1));
        assertThat(unanswered).extracting(SessionFailure::code).containsExactly(ErrorCode.TRANSCRIPT_TIMEOUT);
        assertThat(settled).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        an empty answer in doubt: nothing was said up to ours | speech 1, pause 2, speech 1, commit, nothing     | 4.0
        an answer in doubt: what lies behind its words is kept| speech 1, pause 2, speech 1, commit, words to 1  | 1.15
        an answer that is owed: all is covered anyway         | speech 1, pause 2, commit, words to 1            | 3.0
        """)
    void at_the_timeout_an_ambiguous_answer_counts_as_the_missing_one(String what, String story, String covered) {
        play(story);
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(unanswered).isEmpty();
        assertThat(settled).isOne();
        assertThat(ledger.mayCommit()).isTrue();
        assertThat(inSeconds(buffer.start())).isEqualTo(covered);
    }

    @Test
    void audio_covered_by_an_overdue_answer_counts_as_released() {
        play("speech 1, pause 2, speech 1, commit, nothing, speech 1");
        assertThat(ledger.released()).isEqualTo(FORMAT.samples(ofSeconds(1)));
        time.advance(TRANSCRIPT_TIMEOUT);
        assertThat(ledger.released()).isEqualTo(FORMAT.samples(ofSeconds(4)));
        assertThat(ledger.uncommitted()).isEqualTo(FORMAT.samples(ofSeconds(1)));
    }

    @Test
    void a_commit_that_is_answered_is_never_overdue() {
        play("speech 1, commit, text");
        assertThat(time.timers()).isZero();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        enough audio needs none                              | speech 1                          | 0
        little audio is filled up to the floor               | speech 0.2                        | 150
        audio behind our own commit counts alone             | speech 1, commit, text, speech 0.1| 250
        none of it may be left where the service answered    | speech 1, words to 1, speech 0.1  | 250
        the service may commit just now, and take all of it  | speech 1, pause 1.2               | 950
        it will have done so by now                          | speech 1, pause 2                 | 350
        only what was sent since then is left for certain    | speech 1, pause 1.2, speech 0.2   | 150
        """)
    void a_commit_gets_the_silence_that_the_service_needs(String what, String story, long millis) {
        play(story);
        assertThat(ledger.padding()).isEqualTo(ofMillis(millis));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        one that reaches it is taken for ours soon            | speech 2, commit, wait 0.2, words to 2  | 350
        one that came too soon for that, late                 | speech 2, commit, wait 0.1, words to 2  | 5000
        one that leaves speech out, late                      | speech 4, commit, wait 1, words to 2    | 5000
        and later where answers take longer                   | speech 4, commit, wait 2, words to 2    | 6000
        but never later than any answer                       | speech 4, commit, wait 20, words to 2   | 10000
        one without word times, late                          | speech 2, commit, wait 1, text          | 5000
        """)
    void where_turns_are_predicted_an_answer_in_doubt_delays_the_next_commit_for_a_limited_time(
            String what, String story, long millis) {
        ledger = ledger(CommitStrategy.TURN_PREDICTION);
        play(story);
        time.advance(ofMillis(millis - 1));
        assertThat(ledger.mayCommit()).isFalse();
        time.advance(ofMillis(1));
        assertThat(ledger.mayCommit()).isTrue();
        assertThat(settled).isOne();
        assertThat(unanswered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"speech 1", "speech 0.2", "speech 1, pause 2", "speech 1, commit, nothing, wait 30, speech 5"})
    void where_turns_are_predicted_every_commit_has_the_silence_that_it_needs_if_the_service_has_just_committed(
            String story) {
        ledger = ledger(CommitStrategy.TURN_PREDICTION);
        play(story);
        assertThat(ledger.padding()).isEqualTo(CommitPolicy.FLOOR);
    }

    @Test
    void the_strategy_in_force_may_be_another_than_the_one_asked_for() {
        ledger.follow(CommitStrategy.MANUAL);
        assertThat(play("speech 1, pause 2, speech 1, commit, text").ours()).isTrue();
    }

    @Test
    void audio_covered_by_an_answer_is_committed() {
        play("speech 1, pause 2, speech 1");
        assertThat(ledger.uncommitted()).isEqualTo(FORMAT.samples(ofSeconds(4)));
        play("words to 1");
        assertThat(ledger.uncommitted()).isEqualTo(FORMAT.samples(ofSeconds(3).minus(Coverage.INTO_SILENCE)));
        assertThat(ledger.released()).isEqualTo(FORMAT.samples(ofSeconds(1).plus(Coverage.INTO_SILENCE)));
    }

    @Test
    void a_client_commit_leaves_nothing_uncommitted() {
        play("speech 2, commit");
        assertThat(ledger.uncommitted()).isZero();
        assertThat(ledger.hasUncommittedAudio()).isFalse();
        assertThat(ledger.hasUncommittedSpeech()).isFalse();
        play("pause 1");
        assertThat(ledger.hasUncommittedAudio()).isTrue();
        assertThat(ledger.hasUncommittedSpeech()).isFalse();
        assertThat(ledger.quiet()).isEqualTo(FORMAT.samples(ofSeconds(1)));
    }
}
