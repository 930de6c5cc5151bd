package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.Stages.assertFails;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Recordings that ffmpeg decodes. */
class TranscodedRecordingTest {

    private static final int SECOND = 2 * 16_000;

    private static final byte[] MP3 = encoded("mp3", "");

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Ffmpeg ffmpeg = new Ffmpeg((delay, task) -> {});

    @AfterEach
    void nothing_is_left_behind() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS))
                .as("no thread still reads")
                .isTrue();
        await().untilAsserted(
                        () -> assertThat(ProcessHandle.current().descendants()).isEmpty());
        ffmpeg.close();
    }

    @Test
    void gives_the_same_samples_from_memory_and_from_a_stream() throws Exception {
        byte[] fromMemory = DecodedAudio.of(recording(AudioPiece.of(ByteBuffer.wrap(MP3)), null))
                .samples();
        assertThat(DecodedAudio.of(recording(stream(MP3), null)).samples()).isEqualTo(fromMemory);
        assertThat(fromMemory.length).isGreaterThan(SECOND);
    }

    @Test
    void a_stream_shorter_than_the_probe_is_decoded() throws Exception {
        byte[] ac3 = Arrays.copyOf(encoded("ac3", "-b:a 192k"), 5_000);
        assertThat(DecodedAudio.of(recording(stream(ac3), null)).samples().length)
                .isGreaterThan(SECOND / 10);
    }

    @Test
    void nothing_is_read_while_no_samples_are_requested() throws Exception {
        AtomicLong read = new AtomicLong();
        int length = 200 * MP3.length;
        Recording source = recording(AudioPiece.of(counted(repeated(200), read)), null);
        source.open().toCompletableFuture().get();
        source.read().toCompletableFuture().get();
        await().during(ofMillis(300)).atMost(ofSeconds(10)).until(read::get, bytes -> bytes < length / 4);
        source.close();
    }

    @Test
    void the_samples_before_a_failure_of_its_stream_are_given_first() throws Exception {
        ScriptedStream stream = new ScriptedStream(pieces(MP3)).thenFails(new IOException("connection reset"));
        Recording source = recording(AudioPiece.of(stream), null);
        source.open().toCompletableFuture().get();
        int bytes = 0;
        CompletionStage<AudioSource.Block> reading = source.read();
        while (!fails(reading)) {
            bytes += reading.toCompletableFuture().get().samples().remaining();
            reading = source.read();
        }
        assertFails(reading, IOException.class, "connection reset");
        assertThat(bytes).isGreaterThan(SECOND);
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void a_stream_that_fails_before_there_are_samples_fails_the_opening() {
        ScriptedStream stream =
                new ScriptedStream(Arrays.copyOf(MP3, 100)).thenFails(new IOException("connection reset"));
        assertFails(recording(AudioPiece.of(stream), null).open(), IOException.class, "connection reset");
        assertThat(stream.timesClosed()).isEqualTo(1);
    }

    @Test
    void without_an_ffmpeg_the_stream_is_closed_and_not_read_to_its_end() throws Exception {
        AtomicLong read = new AtomicLong();
        ScriptedStream end = new ScriptedStream();
        InputStream stream = counted(new SequenceInputStream(repeated(200), end), read);
        Recording source = recording(AudioPiece.of(stream), "/there/is/none");
        assertFails(source.open(), DecoderMissingException.class, "the audio is MP3, which is decoded by ffmpeg: ");
        await().untilAsserted(() -> assertThat(end.timesClosed()).isEqualTo(1));
        assertThat(read.get()).isLessThan(100L * MP3.length);
    }

    @Test
    void a_recording_needed_as_a_whole_is_collected_until_it_is_closed() throws Exception {
        byte[] mp4 = encoded("mp4", "-c:a aac");
        ScriptedStream stream = new ScriptedStream(pieces(Arrays.copyOf(mp4, mp4.length - 1_000))).thenHangs();
        Recording source = recording(AudioPiece.of(stream), null);
        assertThat(source.isCollecting()).isFalse();
        CompletionStage<AudioSource.Opened> opening = source.open();
        stream.awaitHanging();
        await().until(source::isCollecting);
        source.close();
        assertFails(opening, IOException.class, "The audio was closed before its end");
        await().untilAsserted(() -> assertThat(stream.timesClosed()).isEqualTo(1));
    }

    @Test
    void a_stream_begins_at_the_position_of_its_first_piece_and_leaves_out_what_comes_twice() throws Exception {
        byte[] once = DecodedAudio.of(recording(stream(MP3), null)).samples();
        FedSource source = new FedSource(
                AudioHint.NONE,
                new Decoding(ChannelMode.MIX, threads, ffmpeg, null, notice -> {}, AudioTrack.FIRST, false));
        long position = 5_000;
        for (byte[] piece : pieces(MP3)) {
            for (int time = 0; time < 2; time++) {
                source.feed(new AudioPiece.Bytes(ByteBuffer.wrap(piece), false, OptionalLong.of(position)));
            }
            position += 100;
        }
        source.end();
        source.open().toCompletableFuture().get();
        List<OptionalLong> positions = new ArrayList<>();
        int bytes = 0;
        AudioSource.Block block = source.read().toCompletableFuture().get();
        while (block != AudioSource.Block.END) {
            positions.add(block.position());
            bytes += block.samples().remaining();
            block = source.read().toCompletableFuture().get();
        }
        assertThat(bytes).isEqualTo(once.length);
        assertThat(positions.get(0)).hasValue(5_000);
        assertThat(positions.subList(1, positions.size())).containsOnly(OptionalLong.empty());
    }

    private Recording recording(AudioPiece all, String ffmpegPath) {
        return new Recording(
                all,
                AudioHint.NONE,
                new Decoding(ChannelMode.MIX, threads, ffmpeg, ffmpegPath, notice -> {}, AudioTrack.FIRST, false));
    }

    private static boolean fails(CompletionStage<?> stage) {
        return stage.handle((result, failure) -> failure != null)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static AudioPiece stream(byte[] bytes) {
        return AudioPiece.of(new ByteArrayInputStream(bytes));
    }

    private static byte[][] pieces(byte[] bytes) {
        int length = 4_096;
        byte[][] pieces = new byte[(bytes.length + length - 1) / length][];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = Arrays.copyOfRange(bytes, i * length, Math.min(bytes.length, (i + 1) * length));
        }
        return pieces;
    }

    private static InputStream repeated(int times) {
        return new SequenceInputStream(Collections.enumeration(Collections.nCopies(times, MP3).stream()
                .map(ByteArrayInputStream::new)
                .toList()));
    }

    private static InputStream counted(InputStream stream, AtomicLong read) {
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                read.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    private static byte[] encoded(String extension, String options) {
        return Encoder.encode(
                Tones.at(16_000)
                        .say("one two three four five six seven eight nine")
                        .wav(),
                extension,
                options);
    }
}
