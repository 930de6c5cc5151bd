package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.Stages.assertFails;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FedSourceFailureTest {

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
    void a_wav_of_another_format_fails_alone() throws Exception {
        source.feed(piece(FIRST));
        CompletionStage<Void> otherRate = source.feed(piece(WavFile.mono(8_000, SECOND)));
        CompletionStage<Void> notAccepted = source.feed(
                piece(new WavFile().format(0x11, 1, 16_000, 4).data(SECOND).bytes()));
        source.feed(piece(THIRD));
        source.end();
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(Bytes.joined(FIRST, THIRD));
        assertFails(
                otherRate, AudioException.class, "pcm_8000 in a WAV of its own does not fit the session's pcm_16000");
        assertFails(notAccepted, AudioException.class, "WAV with 1 channel of 4-bit IMA ADPCM at 16000 Hz");
        assertThat(source.waiting()).isZero();
    }

    @Test
    void a_stream_that_breaks_fails_alone() throws Exception {
        ScriptedStream broken = new ScriptedStream(SECOND).thenFails(new IOException("connection reset"));
        source.feed(piece(FIRST));
        CompletionStage<Void> failed = source.feed(AudioPiece.of(broken));
        source.feed(piece(THIRD));
        source.end();
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(Bytes.joined(FIRST, SECOND, THIRD));
        assertFails(failed, IOException.class, "connection reset");
        assertThat(broken.timesClosed()).isEqualTo(1);
    }

    @Test
    void audio_that_is_not_recognised_fails_everything() {
        CompletionStage<Void> first = source.feed(piece(Bytes.ascii("RIFF and so on, and so on")));
        CompletionStage<Void> second = source.feed(piece(SECOND));
        CompletionStage<AudioSource.Opened> opening = source.open();
        assertFails(opening, AudioException.class, "A RIFF file of the kind");
        assertFails(first, AudioException.class, "A RIFF file of the kind");
        assertFails(second, AudioException.class, "A RIFF file of the kind");
        assertFails(source.feed(piece(THIRD)), AudioException.class, "A RIFF file of the kind");
    }

    @Test
    void an_end_without_any_audio_fails() {
        source.feed(piece(new byte[0]));
        source.end();
        assertFails(source.open(), AudioException.class, "no audio: the audio is empty");
    }

    @Test
    void accepts_nothing_after_the_end() throws Exception {
        source.feed(piece(FIRST));
        source.end();
        source.end();
        CompletionStage<Void> late = source.feed(piece(SECOND));
        assertThat(DecodedAudio.of(source).samples()).isEqualTo(FIRST);
        assertFails(late, IllegalStateException.class, "came after its end");
        assertFails(source.feed(piece(THIRD)), IllegalStateException.class, "came after its end");
        assertThat(source.waiting()).isZero();
    }

    @Test
    void closing_fails_what_is_pending_and_what_is_still_fed() {
        ScriptedStream stream = new ScriptedStream(SECOND);
        source.open();
        source.feed(piece(FIRST));
        source.read();
        CompletionStage<AudioSource.Block> reading = source.read();
        source.close();
        source.close();
        assertFails(reading, IllegalStateException.class, "The session has ended");
        assertFails(source.feed(AudioPiece.of(stream)), IllegalStateException.class, "The session has ended");
        assertThat(stream.timesClosed()).isEqualTo(1);
        assertThat(source.waiting()).isZero();
    }

    @Test
    void closing_closes_the_streams_that_wait() {
        ScriptedStream stream = new ScriptedStream(SECOND);
        CompletionStage<Void> taken = source.feed(AudioPiece.of(stream));
        source.close();
        assertFails(taken, IllegalStateException.class, "The session has ended");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void failing_passes_on_the_first_cause() {
        CompletionStage<AudioSource.Opened> opening = source.open();
        CompletionStage<Void> taken = source.feed(piece(Bytes.of(1)));
        source.fail(new IOException("quota exceeded"));
        source.close();
        assertThat(taken).as("its byte is with the decoder").isCompleted();
        assertFails(opening, IOException.class, "quota exceeded");
        assertFails(source.feed(piece(FIRST)), IOException.class, "quota exceeded");
    }

    @Test
    void closing_ends_a_stream_that_hangs() throws Exception {
        FedSource hanging = new FedSource(AudioHint.NONE, Decodings.on(threads));
        ScriptedStream stream = new ScriptedStream().thenHangs();
        CompletionStage<AudioSource.Opened> opening = hanging.open();
        CompletionStage<Void> taken = hanging.feed(AudioPiece.of(stream));
        stream.awaitHanging();
        hanging.close();
        assertFails(taken, IllegalStateException.class, "The session has ended");
        assertFails(opening, IllegalStateException.class, "The session has ended");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void a_stream_that_no_thread_may_read_fails_alone() {
        FedSource busy = new FedSource(AudioHint.NONE, Decodings.on(task -> {
            throw new RejectedExecutionException("busy");
        }));
        ScriptedStream stream = new ScriptedStream(FIRST);
        CompletionStage<Void> taken = busy.feed(AudioPiece.of(stream));
        busy.feed(piece(SECOND));
        assertThat(busy.open()).isCompletedWithValue(new AudioSource.Opened(PCM_16000, 1));
        assertFails(taken, RejectedExecutionException.class, "busy");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    private static AudioPiece piece(byte[] bytes) {
        return AudioPiece.of(ByteBuffer.wrap(bytes));
    }
}
