package io.github.camelelevenlabs.stt.emulator.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import org.junit.jupiter.api.Test;

class SpeechStreamIT {
    private static final Path RECORDING = Path.of("../../examples/first-transcript/recordings/harbour.wav");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The samples of the recording between two times in seconds. */
    private static double[] samples(double from, double to) throws IOException, UnsupportedAudioFileException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(RECORDING));
                AudioInputStream audio = AudioSystem.getAudioInputStream(file)) {
            short[] all = RawFormat.PCM_16000.decode(audio.readAllBytes());
            return IntStream.range((int) (from * 16_000), (int) (to * 16_000))
                    .mapToDouble(i -> all[i])
                    .toArray();
        }
    }

    private static String text(List<RecognisedWord> words) {
        return words.stream().map(RecognisedWord::text).collect(Collectors.joining(" "));
    }

    private static List<RecognisedWord> all(SpeechSegment segment) {
        await().atMost(PATIENCE)
                .until(() -> segment.words().toCompletableFuture().isDone());
        return segment.words().toCompletableFuture().join();
    }

    @Test
    void recognises_words_before_the_sentence_ends() throws Exception {
        SpeechSegment segment = new SpeechStream().begin();
        segment.append(samples(3.2, 6.2));
        await().atMost(PATIENCE).until(() -> text(segment.soFar()).startsWith("the ferry to the island"));
        assertThat(segment.words().toCompletableFuture()).isNotDone();
        segment.append(samples(6.2, 8.5));
        segment.end();
        assertThat(text(all(segment))).isEqualTo("the ferry to the island leaves at seven o'clock in the morning");
    }

    @Test
    void a_stream_that_waits_for_audio_does_not_delay_others() throws Exception {
        SpeechStream slow = new SpeechStream();
        SpeechSegment waiting = slow.begin();
        waiting.append(samples(0, 1));
        SpeechSegment other = new SpeechStream().begin();
        other.append(samples(0, 2.5));
        other.end();
        assertThat(text(all(other))).isEqualTo("welcome to the harbour office");
        waiting.append(samples(1, 2.5));
        waiting.end();
        assertThat(text(all(waiting))).isEqualTo("welcome to the harbour office");
        RecognisedWord office = all(waiting).get(4);
        assertThat(office.end() / 1000.0).isCloseTo(1.5, within(0.3));
    }

    @Test
    void an_abandoned_segment_does_not_block_the_next_one() throws Exception {
        SpeechStream stream = new SpeechStream();
        SpeechSegment gone = stream.begin();
        gone.append(samples(0, 1));
        gone.abandon();
        SpeechSegment next = stream.begin();
        Arrays.stream(new double[][] {samples(0, 1), samples(1, 2.5)}).forEach(next::append);
        next.end();
        assertThat(text(all(next))).isEqualTo("welcome to the harbour office");
    }

    @Test
    void its_threads_end_at_once_when_no_segment_is_left() throws Exception {
        SpeechSegment segment = new SpeechStream().begin();
        segment.append(samples(0, 1));
        segment.end();
        all(segment);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("stt-emulator-speech")));
    }
}
