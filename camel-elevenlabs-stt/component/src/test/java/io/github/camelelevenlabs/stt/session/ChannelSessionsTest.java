package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionSettings.CommitStrategy;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ChannelSessionsTest {

    private static final Duration PATIENCE = ofSeconds(5);

    private final ManualTime time = new ManualTime();
    private final ScriptedSource audio = new ScriptedSource();
    private final TestSettings settings = new TestSettings().strategy(CommitStrategy.MANUAL);
    private final Listener listener = new Listener();

    /** Each channel has its own, in their order. */
    private final List<ScriptedTransport> services = new ArrayList<>();

    private AudioLimit limit = new AudioLimit(Duration.ZERO);
    private Throwable broken;
    private ChannelSessions sessions;

    /** The scripted samples, as those of two channels in turn. */
    private final class TwoChannels implements AudioSource {
        @Override
        public CompletionStage<Opened> open() {
            return broken == null
                    ? CompletableFuture.completedFuture(new Opened(PcmFormat.PCM_16000, 2))
                    : CompletableFuture.failedFuture(broken);
        }

        @Override
        public CompletionStage<Block> read() {
            return audio.read();
        }

        @Override
        public void close() {
            audio.close();
        }
    }

    private static final class Listener implements ChannelListener {
        private final List<String> partials = new ArrayList<>();
        private final List<String> segments = new ArrayList<>();
        private final List<SessionEnd> ends = new ArrayList<>();
        private int starts;

        @Override
        public void onStarted() {
            starts++;
        }

        @Override
        public void onPartial(String text) {
            throw new AssertionError("a partial of no channel: " + text);
        }

        @Override
        public void onPartial(int channel, String text) {
            partials.add(channel + " " + text);
        }

        @Override
        public void onSegment(Segment segment, Duration committedThrough) {
            segments.add(segment.index() + ": " + segment.channel() + " " + segment.text());
        }

        @Override
        public void onEnd(SessionEnd end) {
            ends.add(end);
        }
    }

    private void open() {
        sessions = new ChannelSessions(
                "call-1",
                settings.build(),
                new TwoChannels(),
                (upgrade, receiver) -> {
                    ScriptedTransport service = new ScriptedTransport(time);
                    services.add(service);
                    return service.connect(upgrade, receiver);
                },
                new SessionGate(),
                time,
                limit,
                listener,
                PATIENCE);
    }

    private void begin() {
        open();
        sessions.start();
        time.settle();
    }

    /** Both channels have two seconds of audio, all of which is sent. */
    private void started() {
        audio.speech(ofSeconds(4));
        begin();
        services.forEach(ScriptedTransport::start);
    }

    private SessionFailure failure() {
        return listener.ends.get(0).failure().orElseThrow();
    }

    @Test
    void each_channel_has_a_session_and_the_first_that_starts_is_the_start_of_all() {
        started();
        assertThat(services).hasSize(2);
        assertThat(services).extracting(ScriptedTransport::audioMillis).containsExactly(2_000L, 2_000L);
        assertThat(listener.starts).isOne();
    }

    @Test
    void what_is_said_is_numbered_together_and_says_its_channel() {
        started();
        audio.end();
        time.settle();
        services.get(1).partial("Hel").committed("Hello.");
        services.get(0).committed("Good morning.");
        assertThat(listener.partials).containsExactly("1 Hel");
        assertThat(listener.segments).containsExactly("0: 1 Hello.", "1: 0 Good morning.");
    }

    @Test
    void the_end_comes_when_all_have_ended_with_the_usage_of_all() {
        started();
        audio.end();
        time.settle();
        services.get(0).committed("Good morning.");
        time.advance(ofSeconds(2));
        assertThat(listener.ends).isEmpty();
        services.get(1).committed("Hello.");
        time.advance(ofSeconds(2));
        assertThat(listener.ends).hasSize(1);
        SessionEnd end = listener.ends.get(0);
        assertThat(end.failure()).isEmpty();
        assertThat(end.audioDuration()).isEqualTo(ofSeconds(2));
        assertThat(end.audioSent()).isEqualTo(ofSeconds(4));
        assertThat(end.committedThrough()).isEqualTo(ofSeconds(2));
    }

    @Test
    void a_channel_that_fails_ends_all_with_its_failure() {
        started();
        services.get(1).error("quota_exceeded", "no credits");
        time.settle();
        assertThat(listener.ends).hasSize(1);
        assertThat(failure().code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(failure().detail()).isEqualTo("channel 1: no credits");
        assertThat(services).allMatch(ScriptedTransport::isAborted);
        assertThat(audio.isClosed()).isTrue();
    }

    @Test
    void the_audio_of_all_channels_counts_towards_one_limit() {
        limit = new AudioLimit(ofSeconds(3));
        started();
        assertThat(services.stream().mapToLong(ScriptedTransport::audioMillis).sum())
                .isEqualTo(3_000);
        services.get(1).committed("Hello.");
        services.get(0).committed("Good morning.");
        time.advance(ofSeconds(2));
        assertThat(listener.segments).containsExactly("0: 1 Hello.", "1: 0 Good morning.");
        assertThat(failure().code()).isEqualTo(ErrorCode.AUDIO_LIMIT_EXCEEDED);
        assertThat(listener.ends.get(0).audioSent()).isEqualTo(ofSeconds(3));
        assertThat(sessions.limit().sent()).isEqualTo(ofSeconds(3));
        time.advance(PATIENCE);
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_channel_that_cannot_connect_does_not_keep_the_others_from_their_last_transcripts() {
        limit = new AudioLimit(ofSeconds(1));
        audio.speech(ofSeconds(4));
        begin();
        services.get(0).start();
        services.get(0).committed("Good morning.");
        time.advance(ofSeconds(2));
        assertThat(listener.segments).containsExactly("0: 0 Good morning.");
        assertThat(listener.ends).hasSize(1);
        assertThat(failure().code()).isEqualTo(ErrorCode.AUDIO_LIMIT_EXCEEDED);
        time.advance(PATIENCE);
        assertThat(time.timers()).isZero();
    }

    @Test
    void a_change_reaches_the_sessions_of_all_channels_before_and_after_they_begin() {
        settings.handshake((format, hints) -> new Transport.Upgrade(
                URI.create("wss://service/" + String.join(",", hints.keyterms())), Map.of(), Map.of()));
        open();
        sessions.change(new Hints.Change(null, List.of("early"), null));
        audio.speechAndCommit(ofSeconds(4));
        sessions.start();
        time.settle();
        services.forEach(service -> service.start().answersEmpty());
        sessions.change(new Hints.Change(null, List.of("late"), null));
        time.settle();
        assertThat(services)
                .extracting(service -> service.upgrade().uri().getPath())
                .containsExactly("/early", "/early", "/late", "/late");
    }

    @Test
    void it_is_transcribed_only_as_far_as_every_channel_is() {
        audio.speechAndCommit(ofSeconds(4));
        begin();
        services.forEach(ScriptedTransport::start);
        services.get(0).committed("Good morning.");
        sessions.abort(SessionFailure.of(ErrorCode.STOPPED, "the route was stopped"));
        time.settle();
        assertThat(listener.ends.get(0).committedThrough()).isZero();
    }

    @Test
    void more_channels_than_sessions_that_may_be_open_are_refused() {
        settings.maxSessions(1);
        audio.speech(ofSeconds(4));
        begin();
        assertThat(services).isEmpty();
        assertThat(failure().code()).isEqualTo(ErrorCode.INVALID_AUDIO);
        assertThat(failure().detail())
                .contains("has 2 channels to split", "maxConcurrentSessions=1", "raise it or use channels=mix");
        assertThat(audio.isClosed()).isTrue();
    }

    @Test
    void a_source_that_cannot_be_opened_is_a_failure() {
        broken = new IOException("gone");
        begin();
        assertThat(failure().code()).isEqualTo(ErrorCode.AUDIO_SOURCE_FAILED);
        assertThat(audio.isClosed()).isTrue();
    }

    @Test
    void what_is_aborted_before_it_starts_reads_nothing_and_ends_once() {
        open();
        sessions.abort(SessionFailure.of(ErrorCode.STOPPED, "the route was stopped"));
        sessions.start();
        time.settle();
        assertThat(listener.ends).hasSize(1);
        assertThat(failure().code()).isEqualTo(ErrorCode.STOPPED);
        assertThat(audio.reads()).isZero();
    }

    @Test
    void each_channel_can_be_seen_once_they_are_known() {
        open();
        assertThat(sessions.snapshots()).isEmpty();
        sessions.start();
        time.settle();
        assertThat(sessions.snapshots()).extracting(SessionSnapshot::id).containsExactly("call-1/0", "call-1/1");
    }
}
