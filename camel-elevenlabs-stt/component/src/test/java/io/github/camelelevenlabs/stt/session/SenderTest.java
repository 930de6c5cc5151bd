package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.TestSettings.CHUNK;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The audio and commits that the sender sends on each connection. The test takes the part of the session. */
class SenderTest implements Sender.Events, Connection.Events {

    private static final Duration MAX_AGE = ofSeconds(20);

    private final ManualTime time = new ManualTime();
    private final ScriptedSource audio = new ScriptedSource();
    private final RecordingListener listener = new RecordingListener();
    private final TestSettings wanted = new TestSettings().strategy(CommitStrategy.MANUAL);

    /** One transport for each connection, in the order of opening. */
    private final List<ScriptedTransport> services = new ArrayList<>();

    private final List<Connection> successors = new ArrayList<>();
    private final List<Connection> takenOver = new ArrayList<>();
    private int allSent;

    private SessionSettings settings;
    private AudioIntake intake;
    private Caution caution;
    private Segments segments;
    private CurrentHints hints;
    private Sender sender;

    /** Opens the source; nothing is sent yet. */
    private void open() {
        settings = wanted.build();
        CommitPolicy policy = new CommitPolicy(settings);
        caution = new Caution(policy);
        intake = new AudioIntake("session-1", audio, settings, time, () -> false, opened -> {}, () -> sender.proceed());
        segments = new Segments(settings, segment -> {});
        hints = new CurrentHints("session-1", settings.hints(), segments);
        sender = new Sender(settings, policy, caution, intake, hints, this::makeSuccessor, segments, time, this);
        intake.open();
        time.settle();
    }

    private Connection connect() {
        ScriptedTransport service = new ScriptedTransport(time);
        services.add(service);
        OtherMessages others = new OtherMessages(
                "session-1", new Annotations("session-1", settings, time, (segment, through) -> {}), listener);
        Connection made = new Connection(
                "session-1",
                settings,
                hints.ofConnection(),
                segments,
                intake.buffer(),
                others,
                new AudioLimit(Duration.ZERO),
                time,
                listener,
                listener::onPartial,
                this);
        made.open(service);
        service.start();
        return made;
    }

    private Connection makeSuccessor() {
        Connection next = connect();
        successors.add(next);
        return next;
    }

    /** Makes a new connection the one in use. */
    private ScriptedTransport use() {
        sender.use(connect());
        sender.proceed();
        time.settle();
        return newest();
    }

    private ScriptedTransport newest() {
        return services.get(services.size() - 1);
    }

    @Test
    void audio_is_sent_only_while_a_connection_is_in_use() {
        audio.speech(ofSeconds(1));
        open();
        sender.proceed();
        ScriptedTransport first = use();
        assertThat(first.audioMillis()).isEqualTo(1_000);
        sender.stop();
        audio.speech(ofSeconds(1));
        time.settle();
        assertThat(first.audioMillis()).isEqualTo(1_000);
    }

    @Test
    void another_connection_begins_with_the_audio_that_no_answer_covers() {
        audio.speechAndCommit(ofSeconds(2)).speech(ofSeconds(1));
        open();
        use().committed("Two seconds.");
        sender.stop();
        assertThat(use().audioMillis()).isEqualTo(1_000);
    }

    @Test
    void segments_that_wait_for_routes_hold_the_audio_back() {
        audio.speech(ofSeconds(1));
        open();
        for (int i = 0; i < Sender.MAX_UNDELIVERED; i++) {
            segments.add(new TwinPairing.Commit("word", null, List.of()), new SourceClock(PcmFormat.PCM_16000));
        }
        assertThat(use().audioMillis()).isZero();
        sender.delivered();
        time.settle();
        assertThat(newest().audioMillis()).isEqualTo(1_000);
    }

    @Test
    void the_end_of_the_audio_is_reported_once_and_only_when_all_is_sent() {
        audio.speech(ofSeconds(1));
        open();
        use();
        assertThat(allSent).isZero();
        audio.end();
        time.settle();
        assertThat(allSent).isOne();
        sender.proceed();
        assertThat(allSent).isOne();
    }

    @Test
    void a_commit_and_the_audio_after_it_wait_for_the_answer_to_the_commit_before() {
        audio.speechAndCommit(ofSeconds(1)).speechAndCommit(ofSeconds(1)).speech(ofSeconds(1));
        open();
        use();
        assertThat(newest().commits()).hasSize(1);
        assertThat(newest().audioMillis()).isEqualTo(2_000);
        newest().committed("One.");
        assertThat(newest().commits()).hasSize(2);
        assertThat(newest().audioMillis()).isEqualTo(3_000);
    }

    @Test
    void on_short_connections_no_audio_follows_a_commit_before_its_answer() {
        audio.speechAndCommit(ofSeconds(1)).speech(ofSeconds(1));
        open();
        caution.lost(ofSeconds(2), Duration.ZERO);
        use();
        assertThat(newest().audioMillis()).isEqualTo(1_000);
        newest().committed("One.");
        assertThat(newest().audioMillis()).isEqualTo(2_000);
    }

    @Test
    void short_connections_carry_no_more_than_an_early_commit_allows() {
        audio.speech(ofSeconds(10));
        open();
        caution.lost(ofSeconds(2), Duration.ZERO);
        use();
        assertThat(newest().commits()).hasSize(1);
        assertThat(newest().audioMillis()).isBetween(1_000L, Caution.ANYWHERE.toMillis());
    }

    @ParameterizedTest(name = "chunks of {0} ms, a gap at {1} ms")
    @CsvSource({"500, 1600", "900, 1200"})
    void an_early_commit_waits_for_a_gap_in_the_next_chunk_that_comes_in_time(long chunk, long gap) {
        wanted.chunk(ofMillis(chunk));
        audio.speech(ofMillis(gap)).silence(ofMillis(80)).speech(ofSeconds(5));
        open();
        caution.lost(ofSeconds(2), Duration.ZERO);
        use();
        assertThat(newest().commits()).hasSize(1);
        assertThat(newest().audioMillis()).isBetween(gap + 40, gap + 80);
    }

    @Test
    void an_overloaded_service_gets_audio_at_half_the_rate() {
        audio.speech(ofSeconds(60));
        wanted.readRate(4);
        open();
        use();
        sender.slowDown();
        time.advance(CHUNK);
        long before = newest().audioMillis();
        time.advance(ofSeconds(5));
        assertThat(newest().audioMillis() - before).isBetween(9_800L, 10_200L);
    }

    // The next connection

    private void useUntilNearlyTooOld() {
        for (int sentence = 0; sentence < 15; sentence++) {
            audio.speech(ofMillis(1_600)).silence(ofMillis(400));
        }
        wanted.readRate(1).maxSessionDuration(MAX_AGE);
        open();
        use();
        Duration nearly = MAX_AGE.multipliedBy(3).dividedBy(4).plus(CHUNK);
        time.advance(nearly.minusSeconds(2));
        newest().partial("a sign of life");
        time.advance(ofSeconds(2));
    }

    @Test
    void the_next_connection_is_made_when_the_one_in_use_is_nearly_too_old() {
        useUntilNearlyTooOld();
        assertThat(successors).hasSize(1);
        assertThat(sender.isSuccessor(successors.get(0))).isTrue();
        assertThat(sender.isSuccessor(null)).isFalse();
    }

    @Test
    void asking_which_connection_is_next_changes_nothing() {
        useUntilNearlyTooOld();
        sender.isSuccessor(successors.get(0));
        time.advance(ofSeconds(4));
        assertThat(newest()).isNotSameAs(services.get(0));
        assertThat(services.get(0).commits())
                .as("commits, one of which goes before a change")
                .isEmpty();
    }

    @Test
    void the_next_connection_takes_over_when_it_is_ready_and_all_audio_is_answered() {
        useUntilNearlyTooOld();
        sender.successorReady();
        time.advance(ofSeconds(2));
        assertThat(takenOver).isEmpty();
        services.get(0).committed("The rest.");
        assertThat(takenOver).isNotEmpty().containsOnly(successors.get(0));
    }

    @Test
    void a_lost_next_connection_is_replaced_after_a_while() {
        useUntilNearlyTooOld();
        sender.successorLost();
        time.advance(ofSeconds(4));
        assertThat(successors).hasSize(1);
        time.advance(ofSeconds(2));
        assertThat(successors).hasSize(2);
    }

    // Calls of the session

    @Override
    public void onAudioSent(ReplayBuffer.Chunk chunk) {}

    @Override
    public void onSuccession(Connection successor) {
        takenOver.add(successor);
    }

    @Override
    public void onAllSent() {
        allSent++;
    }

    @Override
    public void onStarted(Connection connection) {}

    @Override
    public void onCommit(Connection from, TwinPairing.Commit commit) {
        from.ledger().rule(commit);
        sender.proceed();
    }

    @Override
    public void onCommitSettled() {
        sender.proceed();
    }

    @Override
    public void onFailed(Connection from, Failed failed) {
        throw new AssertionError(failed);
    }

    @Override
    public void onGone(Connection connection, SessionFailure failure) {
        throw new AssertionError(failure);
    }
}
