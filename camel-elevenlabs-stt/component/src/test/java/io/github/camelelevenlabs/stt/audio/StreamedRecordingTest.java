package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.Stages.assertFails;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamedRecordingTest {

    private static final byte[] SAMPLES = Bytes.samples(100_000);
    private static final byte[] FEW = Bytes.samples(160);
    private static final Decoding HERE = Decodings.on(Runnable::run);

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS))
                .as("no thread still reads")
                .isTrue();
    }

    @Test
    void reads_a_file(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("a.wav"), WavFile.mono(8_000, SAMPLES));
        DecodedAudio output = DecodedAudio.of(new Recording(
                AudioPiece.of(() -> Files.newInputStream(file)),
                AudioHint.of(file.toString(), null),
                Decodings.on(threads)));
        assertThat(output.format()).isEqualTo(PCM_8000);
        assertThat(output.samples()).isEqualTo(SAMPLES);
        assertThat(output.sizes()).allMatch(size -> size <= 16_000);
    }

    @Test
    void a_slow_stream_results_in_small_blocks() throws Exception {
        ScriptedStream stream = new ScriptedStream(Bytes.samples(20), Bytes.samples(3), Bytes.samples(5));
        DecodedAudio output = DecodedAudio.of(new Recording(AudioPiece.of(stream), AudioHint.raw(PCM_16000), HERE));
        assertThat(output.sizes()).containsExactly(20, 2, 6);
    }

    @Test
    void does_not_use_the_executor_for_bytes_in_memory() throws Exception {
        ScriptedStream stream = new ScriptedStream(Bytes.samples(16_384));
        int[] tasks = {0};
        DecodedAudio output = DecodedAudio.of(
                new Recording(AudioPiece.of(stream), AudioHint.raw(PcmFormat.ULAW_8000), Decodings.on(task -> {
                    tasks[0]++;
                    task.run();
                })));
        assertThat(output.sizes()).containsExactly(8_000, 8_000, 384);
        assertThat(tasks[0]).as("to open, and to find the end").isEqualTo(2);
    }

    @Test
    void closes_the_stream_once_when_it_ends() throws Exception {
        ScriptedStream stream = new ScriptedStream(FEW);
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, HERE);
        DecodedAudio.of(source);
        assertThat(stream.timesClosed()).isEqualTo(1);
        source.close();
        source.close();
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void closes_a_stream_that_is_not_audio() {
        ScriptedStream stream = new ScriptedStream(Bytes.ascii("RIFF and so on, and so on"));
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, HERE);
        assertFails(source.open(), AudioException.class, "A RIFF file of the kind");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void closes_a_stream_that_fails_and_passes_its_exception_on() throws Exception {
        IOException broken = new IOException("connection reset");
        ScriptedStream stream = new ScriptedStream(FEW).thenFails(broken);
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, HERE);
        assertThat(source.open()).succeedsWithin(ofSeconds(1)).isEqualTo(new AudioSource.Opened(PCM_16000, 1));
        assertThat(source.read()).succeedsWithin(ofSeconds(1));
        assertThat(source.read())
                .failsWithin(ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(broken);
        source.close();
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void gives_samples_whose_byte_order_is_undecided_before_it_fails() throws Exception {
        IOException broken = new IOException("connection reset");
        ScriptedStream stream = new ScriptedStream(FEW).thenFails(broken);
        AudioHint open = AudioHint.of(null, "audio/L16;rate=16000");
        Recording source = new Recording(AudioPiece.of(stream), open, HERE);
        assertThat(source.read())
                .succeedsWithin(ofSeconds(1))
                .extracting(block -> block.samples().remaining())
                .isEqualTo(FEW.length);
        assertThat(source.read())
                .failsWithin(ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isSameAs(broken);
    }

    @Test
    void fails_as_the_opening_fails() {
        IOException missing = new IOException("no such file");
        Recording source = new Recording(
                AudioPiece.of(() -> {
                    throw missing;
                }),
                AudioHint.NONE,
                HERE);
        assertFails(source.open(), IOException.class, "no such file");
    }

    @Test
    void a_stream_that_returns_nothing_for_ever_fails() {
        ScriptedStream stream = new ScriptedStream(new byte[0]);
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, HERE);
        assertFails(source.open(), IOException.class, "returned no bytes, yet did not end");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void closes_the_stream_when_the_executor_takes_no_more_work() {
        ScriptedStream stream = new ScriptedStream(SAMPLES);
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, Decodings.on(task -> {
            throw new RejectedExecutionException("shut down");
        }));
        assertFails(source.open(), RejectedExecutionException.class, "shut down");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void closes_a_stream_that_was_never_read() {
        ScriptedStream stream = new ScriptedStream(SAMPLES);
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, HERE);
        source.close();
        assertThat(stream.timesClosed()).isEqualTo(1);
        assertFails(source.open(), IOException.class, "closed before its end");
    }

    @Test
    void never_opens_a_recording_that_was_closed_before() {
        boolean[] opened = {false};
        Recording source = new Recording(
                AudioPiece.of(() -> {
                    opened[0] = true;
                    return new ScriptedStream();
                }),
                AudioHint.NONE,
                HERE);
        source.close();
        assertFails(source.open(), IOException.class, "closed before its end");
        assertThat(opened[0]).isFalse();
    }

    @Test
    void closing_ends_a_read_that_hangs() throws Exception {
        ScriptedStream stream = new ScriptedStream().thenHangs();
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, Decodings.on(threads));
        CompletionStage<AudioSource.Opened> opening = source.open();
        stream.awaitHanging();
        source.close();
        assertFails(opening, IOException.class, "closed before its end");
        await().untilAsserted(() -> assertThat(stream.timesClosed()).isEqualTo(1));
    }

    @Test
    void closing_does_not_wait_for_a_stream_that_is_slow_to_close() throws Exception {
        CountDownLatch mayClose = new CountDownLatch(1);
        ScriptedStream stream = new ScriptedStream(SAMPLES) {
            @Override
            public void close() {
                try {
                    mayClose.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.close();
            }
        };
        Recording source = new Recording(AudioPiece.of(stream), AudioHint.NONE, Decodings.on(threads));
        source.close();
        assertThat(stream.timesClosed()).isZero();
        mayClose.countDown();
        await().untilAsserted(() -> assertThat(stream.timesClosed()).isEqualTo(1));
    }

    @Test
    void audio_that_cannot_be_decoded_to_its_end_fails_after_the_samples_before() throws Exception {
        byte[] stereo =
                new WavFile().format(WavFile.PCM, 2, 16_000, 16).data(FEW).bytes();
        ScriptedStream stream = new ScriptedStream(stereo, WavFile.mono(16_000, FEW));
        Recording source =
                new Recording(AudioPiece.of(stream), AudioHint.NONE, Decodings.on(Runnable::run, ChannelMode.SPLIT));
        assertThat(source.open()).isCompletedWithValue(new AudioSource.Opened(PCM_16000, 2));
        assertThat(source.read())
                .isCompletedWithValueMatching(block -> block.samples().remaining() == FEW.length);
        assertFails(source.read(), AudioException.class, "which cannot be split; use channels=mix");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void closing_during_the_opening_closes_the_opened_stream() throws Exception {
        ScriptedStream stream = new ScriptedStream(SAMPLES);
        CountDownLatch inOpening = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Recording source = new Recording(
                AudioPiece.of(() -> {
                    inOpening.countDown();
                    awaitLatch(closed);
                    return stream;
                }),
                AudioHint.NONE,
                Decodings.on(threads));
        CompletionStage<AudioSource.Opened> opening = source.open();
        inOpening.await();
        source.close();
        closed.countDown();
        assertFails(opening, IOException.class, "closed before its end");
        await().untilAsserted(() -> assertThat(stream.timesClosed()).isEqualTo(1));
    }

    @Test
    void closes_once_when_reading_and_closing_race() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            ScriptedStream stream = new ScriptedStream(Bytes.samples(16), Bytes.samples(16));
            Recording source = new Recording(AudioPiece.of(() -> stream), AudioHint.NONE, Decodings.on(threads));
            CyclicBarrier together = new CyclicBarrier(2);
            Future<?> reading = threads.submit(() -> {
                together.await();
                return DecodedAudio.of(source);
            });
            together.await();
            source.close();
            try {
                reading.get(10, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                assertThat(e).rootCause().isInstanceOf(IOException.class).hasMessageContaining("closed before its end");
            }
            assertThat(stream.timesClosed()).isLessThanOrEqualTo(1);
        }
    }

    private static void awaitLatch(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
