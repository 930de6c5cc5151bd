package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FedSourceTest {

    private static final byte[] FIRST = Bytes.samples(320);
    private static final byte[] SECOND = Bytes.samples(480);
    private static final byte[] THIRD = Bytes.samples(640);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FedSource source = new FedSource(AudioHint.NONE, Decodings.on(Runnable::run));

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS))
                .as("no thread still reads")
                .isTrue();
    }

    @Test
    void gives_the_pieces_in_the_order_in_which_they_were_fed() throws Exception {
        source.feed(piece(FIRST));
        source.feed(AudioPiece.of(new ScriptedStream(SECOND)));
        source.feed(piece(THIRD));
        source.end();
        DecodedAudio output = DecodedAudio.of(source);
        assertThat(output.format()).isEqualTo(PCM_16000);
        assertThat(output.samples()).isEqualTo(Bytes.joined(FIRST, SECOND, THIRD));
        assertThat(source.waiting()).isZero();
    }

    @Test
    void waits_for_the_next_piece() {
        CompletionStage<AudioSource.Opened> opening = source.open();
        assertThat(opening).isNotCompleted();
        source.feed(piece(FIRST));
        assertThat(opening).isCompletedWithValue(new AudioSource.Opened(PCM_16000, 1));
        assertReads(FIRST, false);
        CompletionStage<AudioSource.Block> reading = source.read();
        assertThat(reading).isNotCompleted();
        source.feed(piece(SECOND));
        assertThat(reading).isCompleted();
    }

    @Test
    void a_piece_is_taken_when_the_session_has_read_all_of_it() {
        CompletionStage<Void> first = source.feed(piece(Bytes.samples(40_000)));
        CompletionStage<Void> next = source.feed(piece(FIRST));
        assertThat(source.waiting()).isEqualTo(2);
        source.open();
        source.read();
        assertThat(first).as("8000 bytes are left").isNotCompleted();
        source.read();
        assertThat(first).isCompleted();
        assertThat(next).as("nobody has asked for it").isNotCompleted();
        assertThat(source.waiting()).isEqualTo(1);
    }

    @Test
    void decodes_nothing_before_the_first_read() {
        ScriptedStream stream = new ScriptedStream(FIRST);
        CompletionStage<Void> taken = source.feed(AudioPiece.of(stream));
        assertThat(taken).isNotCompleted();
        assertThat(stream.timesClosed()).isZero();
    }

    @Test
    void a_stream_that_cannot_be_closed_blocks_nobody() {
        InputStream broken = new ByteArrayInputStream(FIRST) {
            @Override
            public void close() {
                throw new IllegalStateException("not now");
            }
        };
        List<CompletionStage<Void>> waiting =
                List.of(source.feed(AudioPiece.of(broken)), source.feed(piece(SECOND)), source.feed(piece(THIRD)));
        IOException cause = new IOException("the session is over");
        source.fail(cause);
        assertThat(waiting).allSatisfy(stage -> assertThat(stage).isCompletedExceptionally());
        assertThat(source.open()).isCompletedExceptionally();
        assertThat(source.waiting()).isZero();
    }

    @Test
    void one_wav_may_be_cut_anywhere() throws Exception {
        byte[] wav = WavFile.mono(8_000, FIRST);
        for (byte one : wav) {
            source.feed(piece(Bytes.of(one)));
        }
        source.end();
        DecodedAudio output = DecodedAudio.of(source);
        assertThat(output.format()).isEqualTo(PCM_8000);
        assertThat(output.samples()).isEqualTo(FIRST);
    }

    @Test
    void half_a_sample_waits_for_the_next_piece() throws Exception {
        List<CompletionStage<Void>> taken = new ArrayList<>();
        taken.add(source.feed(piece(Arrays.copyOf(FIRST, 101))));
        taken.add(source.feed(piece(Arrays.copyOfRange(FIRST, 101, 102))));
        taken.add(source.feed(piece(Arrays.copyOfRange(FIRST, 102, 103))));
        taken.add(source.feed(AudioPiece.of(new ScriptedStream(Arrays.copyOfRange(FIRST, 103, 320)))));
        source.end();
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(FIRST);
        assertThat(taken).allSatisfy(stage -> assertThat(stage).isCompleted());
    }

    @Test
    void the_last_block_of_a_piece_carries_its_commit() {
        source.feed(new AudioPiece.Bytes(ByteBuffer.wrap(Bytes.samples(40_000)), true));
        source.feed(piece(FIRST));
        source.open();
        assertThat(source.read()).isCompletedWithValueMatching(block -> !block.commit());
        assertThat(source.read()).isCompletedWithValueMatching(AudioSource.Block::commit);
        assertReads(FIRST, false);
    }

    @Test
    void an_empty_piece_with_commit_gives_an_empty_block_with_commit() {
        source.feed(piece(FIRST));
        source.open();
        assertReads(FIRST, false);
        CompletionStage<Void> taken = source.feed(new AudioPiece.Bytes(ByteBuffer.allocate(0), true));
        assertThat(taken).isNotCompleted();
        assertReads(new byte[0], true);
        assertThat(taken).isCompleted();
    }

    @Test
    void the_commit_of_a_stream_comes_after_its_end() {
        CompletionStage<Void> taken = source.feed(new AudioPiece.Stream(new ScriptedStream(FIRST), true));
        source.open();
        assertReads(FIRST, false);
        assertThat(taken).isNotCompleted();
        assertReads(new byte[0], true);
        assertThat(taken).isCompleted();
    }

    @Test
    void a_commit_before_any_audio_commits_nothing() {
        CompletionStage<Void> taken = source.feed(new AudioPiece.Bytes(ByteBuffer.allocate(0), true));
        CompletionStage<AudioSource.Opened> opening = source.open();
        assertThat(taken).isCompleted();
        assertThat(opening).isNotCompleted();
        source.feed(piece(FIRST));
        assertReads(FIRST, false);
    }

    @Test
    void an_empty_piece_is_taken_without_a_block() {
        source.feed(piece(FIRST));
        CompletionStage<Void> taken = source.feed(piece(new byte[0]));
        source.feed(piece(SECOND));
        source.open();
        assertReads(FIRST, false);
        assertReads(SECOND, false);
        assertThat(taken).isCompleted();
    }

    @Test
    void unwraps_pieces_that_are_wavs_of_their_own() throws Exception {
        source.feed(piece(WavFile.mono(8_000, FIRST)));
        source.feed(piece(WavFile.mono(8_000, SECOND)));
        source.feed(AudioPiece.of(new ScriptedStream(
                Arrays.copyOf(WavFile.mono(8_000, THIRD), 5),
                Arrays.copyOfRange(WavFile.mono(8_000, THIRD), 5, WavFile.HEADER_LENGTH + THIRD.length))));
        source.end();
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(Bytes.joined(FIRST, SECOND, THIRD));
    }

    @Test
    void unwraps_a_wav_between_raw_pieces_even_when_it_is_cut() throws Exception {
        byte[] wav = WavFile.mono(16_000, SECOND);
        source.feed(piece(FIRST));
        source.feed(piece(Arrays.copyOf(wav, 20)));
        source.feed(piece(Arrays.copyOfRange(wav, 20, wav.length)));
        source.feed(piece(THIRD));
        source.end();
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(Bytes.joined(FIRST, SECOND, THIRD));
    }

    @Test
    void samples_whose_byte_order_is_undecided_come_before_a_wav() throws Exception {
        FedSource open = new FedSource(AudioHint.of(null, "audio/L16;rate=16000"), Decodings.on(Runnable::run));
        open.feed(piece(Bytes.of(1, 2, 1, 3, 1, 2, 1, 3, 1, 2, 1, 3)));
        open.feed(piece(WavFile.mono(16_000, FIRST)));
        open.end();
        assertThat(DecodedAudio.of(open).samples())
                .isEqualTo(Bytes.joined(Bytes.of(2, 1, 3, 1, 2, 1, 3, 1, 2, 1, 3, 1), FIRST));
    }

    @Test
    void allows_one_read_at_a_time() {
        source.read();
        assertThatIllegalStateException().isThrownBy(source::read);
    }

    @Test
    void a_callback_on_a_taken_piece_may_feed_the_next_one() throws Exception {
        AtomicInteger left = new AtomicInteger(5_000);
        feedAgain(left);
        assertThat(DecodedAudio.of(source).samples()).hasSize(5_000 * FIRST.length);
    }

    private void feedAgain(AtomicInteger left) {
        if (left.getAndDecrement() == 0) {
            source.end();
        } else {
            source.feed(piece(FIRST)).thenRun(() -> feedAgain(left));
        }
    }

    @Test
    void keeps_each_feeders_order_when_many_feed_at_once() throws Exception {
        FedSource shared = new FedSource(AudioHint.raw(PCM_16000), Decodings.on(threads));
        List<Future<?>> feeders = new ArrayList<>();
        for (int feeder = 0; feeder < 4; feeder++) {
            int name = feeder;
            feeders.add(threads.submit(() -> {
                List<CompletableFuture<Void>> taken = new ArrayList<>();
                for (int i = 0; i < 250; i++) {
                    byte[] numbered = Bytes.of(name, i);
                    AudioPiece piece = i % 5 == 0 ? AudioPiece.of(new ScriptedStream(numbered)) : piece(numbered);
                    taken.add(shared.feed(piece).toCompletableFuture());
                }
                taken.forEach(CompletableFuture::join);
            }));
        }
        Future<DecodedAudio> output = threads.submit(() -> DecodedAudio.of(shared));
        for (Future<?> feeder : feeders) {
            feeder.get(10, TimeUnit.SECONDS);
        }
        shared.end();
        byte[] samples = output.get(10, TimeUnit.SECONDS).samples();
        assertThat(samples).hasSize(2 * 1_000);
        int[] next = new int[4];
        for (int i = 0; i < samples.length; i += 2) {
            assertThat(samples[i + 1] & 0xFF).isEqualTo(next[samples[i]]++);
        }
        assertThat(shared.waiting()).isZero();
    }

    private static AudioPiece piece(byte[] bytes) {
        return AudioPiece.of(ByteBuffer.wrap(bytes));
    }

    private void assertReads(byte[] samples, boolean commit) {
        assertThat(source.read()).isCompletedWithValueMatching(block -> {
            assertThat(Bytes.of(block.samples())).isEqualTo(samples);
            return block.commit() == commit;
        });
    }

    @Test
    void a_piece_of_two_channels_is_given_whole_before_the_next_one() {
        byte[] one = new WavFile()
                .format(WavFile.PCM, 2, 16_000, 16)
                .data(new byte[4 * 1_000])
                .bytes();
        for (int i = 0; i < 3; i++) {
            source.feed(new AudioPiece.Bytes(ByteBuffer.wrap(one), true));
            source.open();
            assertReads(new byte[2 * 1_000], true);
        }
    }

    @Test
    void the_commit_of_a_first_piece_that_is_too_short_to_be_known_is_kept() throws Exception {
        FedSource named = new FedSource(AudioHint.of("call", null), Decodings.on(Runnable::run));
        named.feed(new AudioPiece.Bytes(ByteBuffer.wrap(FIRST), true));
        assertThat(named.open()).isCompletedWithValue(new AudioSource.Opened(PCM_16000, 1));
        assertThat(named.read()).isCompletedWithValueMatching(AudioSource.Block::commit);
    }

    // Positions

    private static AudioPiece piece(byte[] bytes, long position) {
        return new AudioPiece.Bytes(ByteBuffer.wrap(bytes), false, OptionalLong.of(position));
    }

    @Test
    void the_first_block_of_a_piece_says_where_the_piece_begins() {
        FedSource named = new FedSource(AudioHint.raw(PCM_16000), Decodings.on(Runnable::run));
        named.feed(piece(Bytes.samples(40_000), 500));
        named.feed(piece(FIRST));
        named.feed(piece(SECOND, 9_000));
        named.end();
        named.open();
        assertThat(positions(named))
                .containsExactly(
                        OptionalLong.of(500), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(9_000));
    }

    private static List<OptionalLong> positions(FedSource source) {
        List<OptionalLong> positions = new ArrayList<>();
        AudioSource.Block block = source.read().toCompletableFuture().join();
        while (block != AudioSource.Block.END) {
            positions.add(block.position());
            block = source.read().toCompletableFuture().join();
        }
        return positions;
    }

    @Test
    void pieces_that_wait_for_the_format_come_at_the_position_of_the_first_and_not_twice() throws Exception {
        byte[] little = Bytes.samples(4);
        source.feed(piece(little, 100));
        source.feed(piece(little, 100));
        source.feed(piece(SECOND, 120));
        source.end();
        DecodedAudio output = DecodedAudio.of(source);
        assertThat(output.samples()).isEqualTo(Bytes.joined(little, SECOND));
    }

    @Test
    void a_recording_begins_at_zero() {
        Recording recording = new Recording(piece(FIRST), AudioHint.raw(PCM_16000), Decodings.on(Runnable::run));
        recording.open();
        assertThat(recording.read().toCompletableFuture().join().position()).hasValue(0);
    }

    @Test
    void the_reader_is_called_back_before_the_piece_counts_as_taken() {
        FedSource named = new FedSource(AudioHint.raw(PCM_16000), Decodings.on(Runnable::run));
        List<String> events = new ArrayList<>();
        named.open();
        named.read((block, failure) -> events.add("read"));
        named.feed(piece(FIRST)).thenRun(() -> events.add("taken"));
        assertThat(events).containsExactly("read", "taken");
        named.feed(piece(SECOND)).thenRun(() -> events.add("second taken"));
        named.read((block, failure) -> events.add("second read"));
        assertThat(events).endsWith("second read", "second taken");
    }
}
