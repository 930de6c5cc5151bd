package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import org.junit.jupiter.api.Test;

class ScriptRecogniserTest {
    private final Recognition recognition =
            Recogniser.script("The harbour is quiet.", "Good night.").listen(16_000);

    private void accept(Tones tones) {
        short[] samples = RawFormat.PCM_16000.decode(tones.pcm());
        recognition.accept(samples, 0, samples.length);
    }

    private Utterance commit() {
        return recognition.commit().toCompletableFuture().join();
    }

    @Test
    void gives_one_text_for_each_segment_with_sound() {
        accept(Tones.at(16_000).say("one two"));
        assertThat(commit().text()).isEqualTo("The harbour is quiet.");
        accept(Tones.at(16_000).pause(ofSeconds(2)));
        assertThat(commit().isEmpty()).isTrue();
        accept(Tones.at(16_000).say("three"));
        assertThat(commit().text()).isEqualTo("Good night.");
        accept(Tones.at(16_000).say("four"));
        assertThat(commit().isEmpty()).isTrue();
    }

    @Test
    void spreads_the_words_from_the_first_sound_to_the_last() {
        accept(Tones.at(16_000)
                .pause(ofSeconds(1))
                .pace(ofSeconds(2), ofSeconds(1))
                .say("one"));
        assertThat(commit().words().get(1).start()).isCloseTo(1.5, within(0.01));
        accept(Tones.at(16_000).pace(ofSeconds(1), ofMillis(0)).say("one"));
        Utterance second = commit();
        assertThat(second.words().get(0).start()).isCloseTo(4.0, within(0.01));
        assertThat(second.words().get(1).end()).isCloseTo(5.0, within(0.01));
    }

    @Test
    void its_partials_grow_with_the_sound() {
        assertThat(recognition.partial()).isEmpty();
        accept(Tones.at(16_000).pace(ofMillis(300), ofMillis(0)).say("one"));
        assertThat(recognition.partial()).isEqualTo("The");
        accept(Tones.at(16_000).pace(ofMillis(300), ofMillis(0)).say("one"));
        assertThat(recognition.partial()).isEqualTo("The harbour");
        accept(Tones.at(16_000).pace(ofSeconds(5), ofMillis(0)).say("one"));
        assertThat(recognition.partial()).isEqualTo("The harbour is quiet.");
    }
}
