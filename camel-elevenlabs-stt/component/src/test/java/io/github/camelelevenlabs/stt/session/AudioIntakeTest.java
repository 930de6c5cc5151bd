package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a source is sent when it has positions, or when a part of it is covered already. */
class AudioIntakeTest {

    private static final PcmFormat FORMAT = PcmFormat.PCM_16000;

    private final ManualTime time = new ManualTime();
    private final Blocks source = new Blocks();
    private final List<AudioSource.Opened> opened = new ArrayList<>();
    private AudioIntake intake;
    private int changes;
    private boolean comesAgain;

    private static final class Blocks implements AudioSource {
        private final Deque<Block> blocks = new ArrayDeque<>();
        private CompletableFuture<Block> reader;
        private int reads;

        private void add(Duration duration, OptionalLong position, boolean commit) {
            int bytes = (int) FORMAT.samples(duration) * FORMAT.bytesPerSample();
            give(new Block(ByteBuffer.allocate(bytes), commit, false, position));
        }

        private void give(Block block) {
            if (reader == null) {
                blocks.add(block);
            } else {
                CompletableFuture<Block> waiting = reader;
                reader = null;
                waiting.complete(block);
            }
        }

        @Override
        public CompletionStage<Opened> open() {
            return CompletableFuture.completedFuture(new Opened(FORMAT, 1));
        }

        @Override
        public CompletionStage<Block> read() {
            reads++;
            CompletableFuture<Block> next = new CompletableFuture<>();
            if (blocks.isEmpty()) {
                reader = next;
            } else {
                next.complete(blocks.remove());
            }
            return next;
        }

        @Override
        public void close() {}
    }

    private void open(Resumption resumption) {
        SessionSettings settings = new TestSettings().resumption(resumption).build();
        intake = new AudioIntake("session-1", source, settings, time, () -> comesAgain, opened::add, () -> changes++);
        intake.open();
        time.settle();
    }

    private void open(Duration startAt, boolean recording) {
        open(Resumption.at(startAt, 0, recording));
    }

    private void piece(Duration duration) {
        source.add(duration, OptionalLong.empty(), false);
        time.settle();
    }

    private void pieceAt(long position, Duration duration) {
        source.add(duration, OptionalLong.of(position), false);
        time.settle();
    }

    private void end() {
        source.give(AudioSource.Block.END);
        time.settle();
    }

    /** What there is to send: from when to when, in milliseconds, where one chunk follows the other. */
    private List<String> unsent() {
        List<String> ranges = new ArrayList<>();
        ReplayBuffer.Chunk first = null;
        ReplayBuffer.Chunk last = null;
        while (intake.buffer().peek() != null) {
            ReplayBuffer.Chunk next = intake.buffer().take();
            if (first != null && next.position() != last.end()) {
                ranges.add(first.position() / 16 + "-" + last.end() / 16);
                first = null;
            }
            first = first == null ? next : first;
            last = next;
        }
        if (first != null) {
            ranges.add(first.position() / 16 + "-" + last.end() / 16);
        }
        return ranges;
    }

    @Test
    void says_the_format_before_anything_is_read() {
        source.add(ofSeconds(1), OptionalLong.empty(), false);
        intake = new AudioIntake(
                "session-1",
                source,
                new TestSettings().build(),
                time,
                () -> false,
                found -> {
                    opened.add(found);
                    assertThat(source.reads).isZero();
                },
                () -> {});
        intake.open();
        time.settle();
        assertThat(opened).containsExactly(new AudioSource.Opened(FORMAT, 1));
        assertThat(source.reads).isEqualTo(2);
    }

    @Test
    void a_recording_is_read_and_not_sent_up_to_where_it_is_covered() {
        open(ofMillis(2_345), true);
        pieceAt(0, ofSeconds(1));
        piece(ofSeconds(1));
        assertThat(intake.hasAudio()).isFalse();
        piece(ofSeconds(1));
        end();
        assertThat(unsent()).containsExactly("2345-3000");
        assertThat(intake.committedThrough()).isEqualTo(ofMillis(2_345));
        assertThat(intake.failure()).isEmpty();
    }

    @Test
    void two_hours_are_dropped_without_keeping_a_block_or_waiting_for_the_clock() {
        for (int second = 0; second < 7_200; second++) {
            source.add(ofSeconds(1), OptionalLong.empty(), false);
        }
        open(ofSeconds(7_199), true);
        assertThat(time.nanoTime()).isZero();
        assertThat(source.reads).isEqualTo(7_201);
        assertThat(changes).as("other tasks of the loop run between the blocks").isEqualTo(7_200);
        assertThat(intake.buffer().kept()).isEqualTo(ofSeconds(1));
        assertThat(intake.position()).isEqualTo(ofSeconds(7_200));
    }

    @ParameterizedTest
    @CsvSource({"3000, 0", "2999, 0", "3001, 1", "60000, 1"})
    void a_recording_has_to_reach_the_position_from_which_it_is_transcribed(long startAt, int failures) {
        open(ofMillis(startAt), true);
        pieceAt(0, ofSeconds(1));
        piece(ofSeconds(2));
        end();
        assertThat(intake.failure().stream().count()).isEqualTo(failures);
        intake.failure().ifPresent(failure -> {
            assertThat(failure.type()).isEqualTo("invalid_audio");
            assertThat(failure.detail())
                    .startsWith("the recording ends at 3000 ms and is to be transcribed from " + startAt + " ms on");
            assertThat(failure.cause()).isInstanceOfSatisfying(ShortRecordingException.class, shorter -> {
                assertThat(shorter.length()).isEqualTo(ofSeconds(3));
                assertThat(shorter.startAt()).isEqualTo(ofMillis(startAt));
            });
        });
    }

    @Test
    void a_recording_without_any_sample_does_not_reach_it_either() {
        open(ofMillis(1), true);
        end();
        assertThat(intake.failure()).isPresent();
    }

    @Test
    void a_stream_that_ends_before_it_has_nothing_new_to_say() {
        open(ofSeconds(60), false);
        pieceAt(58_000, ofSeconds(1));
        end();
        assertThat(intake.failure()).isEmpty();
        assertThat(intake.isEnded()).isTrue();
        assertThat(intake.committedThrough()).isEqualTo(ofSeconds(60));
    }

    @Test
    void a_stream_without_positions_goes_on_at_the_position_where_it_is_covered() {
        open(ofSeconds(60), false);
        piece(ofMillis(500));
        assertThat(unsent()).containsExactly("60000-60500");
    }

    @Test
    void a_message_that_begins_before_it_is_heard_from_there_on() {
        open(ofSeconds(60), false);
        pieceAt(59_700, ofMillis(500));
        pieceAt(60_200, ofMillis(300));
        end();
        assertThat(unsent()).containsExactly("60000-60500");
    }

    @Test
    void a_message_that_comes_twice_is_heard_once() {
        open(Resumption.NONE);
        pieceAt(0, ofMillis(330));
        pieceAt(0, ofMillis(330));
        pieceAt(330, ofMillis(330));
        pieceAt(330, ofMillis(330));
        pieceAt(100, ofMillis(700));
        end();
        assertThat(unsent()).containsExactly("0-800");
    }

    @Test
    void a_gap_stays_a_gap_and_what_is_before_it_does_not_wait_for_a_whole_chunk() {
        open(Resumption.NONE);
        pieceAt(0, ofMillis(250));
        pieceAt(5_000, ofMillis(250));
        end();
        assertThat(unsent()).containsExactly("0-250", "5000-5250");
        assertThat(intake.position()).isEqualTo(ofMillis(5_250));
    }

    @Test
    void a_stream_may_begin_anywhere() {
        open(Resumption.NONE);
        pieceAt(90_003, ofMillis(100));
        assertThat(unsent()).containsExactly("90003-90103");
    }

    @ParameterizedTest
    @CsvSource({"1005, 1000-2000", "995, 1000-2000", "1006, 1006-2006", "994, 1000-1994"})
    void a_position_may_be_rounded(long position, String heard) {
        open(Resumption.NONE);
        pieceAt(0, ofMillis(1_000));
        unsent();
        pieceAt(position, ofMillis(1_000));
        end();
        assertThat(unsent()).containsExactly(heard);
    }

    @Test
    void rounding_does_not_add_up() {
        open(Resumption.NONE);
        for (int i = 0; i < 1_000; i++) {
            source.add(Duration.ofNanos(20_437_500), OptionalLong.of(i * 20_437_500L / 1_000_000), false);
            time.settle();
            unsent();
        }
        assertThat(intake.position()).isEqualTo(Duration.ofNanos(20_437_500_000L));
    }

    @Test
    void commits_without_audio_between_them_are_one() {
        open(Resumption.NONE);
        for (int i = 0; i < 1_000; i++) {
            source.add(i == 0 ? ofMillis(50) : Duration.ZERO, OptionalLong.empty(), true);
            time.settle();
        }
        int chunks = 0;
        while (intake.hasAudio()) {
            intake.buffer().take();
            chunks++;
        }
        assertThat(chunks).isEqualTo(1);
    }

    @Test
    void a_recording_is_not_covered_before_it_is_as_long_as_its_start() {
        open(Resumption.at(ofSeconds(10), 0, true));
        assertThat(intake.covered()).isZero();
        source.add(ofSeconds(11), OptionalLong.empty(), false);
        time.settle();
        assertThat(intake.covered()).isGreaterThanOrEqualTo(ofSeconds(10));
    }

    @Test
    void a_commit_of_what_is_covered_is_no_commit() {
        open(ofSeconds(60), false);
        source.add(ofMillis(500), OptionalLong.of(59_000), true);
        time.settle();
        assertThat(intake.hasAudio()).isFalse();
        source.add(ofMillis(500), OptionalLong.of(59_600), true);
        time.settle();
        assertThat(intake.buffer().take().commit())
                .as("all of the audio goes first")
                .isFalse();
        assertThat(intake.buffer().take().commit()).isTrue();
    }

    /** A fifth of a second, a gap, and as much behind it. */
    private void withGap() {
        open(Duration.ZERO, false);
        pieceAt(0, ofMillis(200));
        pieceAt(500, ofMillis(200));
    }

    @Test
    void audio_that_comes_after_audio_behind_it_fails_a_stream_whose_messages_come_again() {
        comesAgain = true;
        withGap();
        pieceAt(200, ofMillis(100));
        assertThat(intake.failure()).hasValueSatisfying(failure -> {
            assertThat(failure.type()).isEqualTo("audio_source_failed");
            assertThat(failure.detail())
                    .isEqualTo(
                            "audio at 200 ms came after audio behind it; send the messages of a stream in the order of"
                                    + " their positions");
        });
        assertThat(intake.position()).as("it is never routed").isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void audio_that_comes_too_late_is_dropped_with_a_warning_where_nobody_sends_it_again() {
        try (CapturedLog log = CapturedLog.everything()) {
            withGap();
            pieceAt(200, ofMillis(100));
            pieceAt(300, ofMillis(100));
            assertThat(log.of(LateAudio.class))
                    .containsExactly(
                            "WARN session-1 drops audio at 200 ms that came after audio behind it; send the messages"
                                    + " of a stream in the order of their positions");
        }
        pieceAt(700, ofMillis(200));
        assertThat(intake.failure()).isEmpty();
        assertThat(unsent()).containsExactly("0-200", "500-900");
    }

    @Test
    void audio_that_was_there_before_may_come_again_around_a_gap() {
        comesAgain = true;
        withGap();
        pieceAt(0, ofMillis(200));
        pieceAt(500, ofMillis(400));
        assertThat(intake.failure()).isEmpty();
        assertThat(unsent()).containsExactly("0-200", "500-900");
    }

    @Test
    void what_was_missing_when_a_session_went_on_fails_it_when_it_comes() {
        comesAgain = true;
        open(ofSeconds(2), false);
        pieceAt(5_000, ofSeconds(1));
        pieceAt(1_000, ofSeconds(1));
        assertThat(intake.failure()).isEmpty();
        pieceAt(2_000, ofSeconds(1));
        assertThat(intake.failure()).isPresent();
    }
}
