package io.github.camelelevenlabs.stt.emulator.audio;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToneSpotterTest {

    private record Spotted(String word, long start, long end) {}

    private static final class Listening implements ToneSpotter.Listener {
        final List<Spotted> spotted = new ArrayList<>();
        private KeypadTone tone;
        private long start;

        @Override
        public void started(KeypadTone startedTone, long position) {
            tone = startedTone;
            start = position;
        }

        @Override
        public void ended(long end) {
            spotted.add(new Spotted(tone.word(), start, end));
        }

        String words() {
            return spotted.stream().map(Spotted::word).collect(Collectors.joining(" "));
        }
    }

    private static Listening listen(int rate, short[] samples, int piece) {
        Listening listening = new Listening();
        ToneSpotter spotter = new ToneSpotter(rate, listening);
        for (int from = 0; from < samples.length; from += piece) {
            spotter.accept(samples, from, Math.min(samples.length, from + piece));
        }
        return listening;
    }

    private static short[] samples(Tones tones) {
        return RawFormat.PCM_16000.decode(tones.pcm());
    }

    private static String words(int rate, Tones tones) {
        return listen(rate, samples(tones.pause(ofMillis(100))), rate / 10).words();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000})
    void recognises_every_key_at_every_rate(int rate) {
        String all = Arrays.stream(KeypadTone.values()).map(KeypadTone::word).collect(Collectors.joining(" "));
        assertThat(words(rate, Tones.at(rate).say(all))).isEqualTo(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 160, 1_000, 100_000})
    void recognises_the_same_however_the_audio_is_cut(int piece) {
        short[] samples = samples(Tones.at(16_000).say("one one two star three"));
        assertThat(listen(16_000, samples, piece).words()).isEqualTo("one one two star three");
    }

    @Test
    void a_tone_of_40_ms_is_recognised_anywhere() {
        for (int shift = 0; shift < 20; shift++) {
            Tones tones = Tones.at(16_000).pause(ofMillis(100 + shift)).pace(ofMillis(40), ofMillis(60));
            assertThat(words(16_000, tones.say("five nine")))
                    .as("shifted %s ms", shift)
                    .isEqualTo("five nine");
        }
    }

    @Test
    void a_tone_of_20_ms_is_ignored() {
        for (int shift = 0; shift < 20; shift++) {
            Tones tones = Tones.at(16_000).pause(ofMillis(100 + shift)).pace(ofMillis(20), ofMillis(60));
            assertThat(words(16_000, tones.say("five nine")))
                    .as("shifted %s ms", shift)
                    .isEmpty();
        }
    }

    @Test
    void a_silence_of_30_ms_separates_two_equal_words() {
        for (int shift = 0; shift < 20; shift++) {
            Tones tones = Tones.at(8_000).pause(ofMillis(100 + shift)).pace(ofMillis(100), ofMillis(30));
            assertThat(words(8_000, tones.say("four four four")))
                    .as("shifted %s ms", shift)
                    .isEqualTo("four four four");
        }
    }

    @Test
    void different_words_without_a_silence_between_are_recognised() {
        Tones tones = Tones.at(16_000).pace(ofMillis(100), ofMillis(0));
        assertThat(words(16_000, tones.say("one two three six"))).isEqualTo("one two three six");
    }

    @Test
    void a_piece_missing_in_the_middle_of_a_tone_does_not_double_it() {
        short[] samples =
                samples(Tones.at(16_000).pace(ofMillis(200), ofMillis(100)).say("eight"));
        for (int cut = 1_000; cut < 2_200; cut += 37) {
            short[] cutSamples = new short[samples.length - 300];
            System.arraycopy(samples, 0, cutSamples, 0, cut);
            System.arraycopy(samples, cut + 300, cutSamples, cut, cutSamples.length - cut);
            assertThat(listen(16_000, cutSamples, 160).words())
                    .as("cut at %s", cut)
                    .isEqualTo("eight");
        }
    }

    @Test
    void finds_the_start_and_end_of_a_word_to_20_ms() {
        for (int shift = 0; shift < 20; shift++) {
            short[] samples =
                    samples(Tones.at(16_000).pause(ofMillis(300 + shift)).say("seven"));
            Spotted seven = listen(16_000, samples, 1_600).spotted.get(0);
            assertThat(seven.start() / 16.0).isCloseTo(300 + shift, within(20.0));
            assertThat(seven.end() / 16.0).isCloseTo(400 + shift, within(20.0));
        }
    }

    @Test
    void recognises_tones_in_noise_and_at_low_levels() {
        short[] samples = samples(Tones.at(16_000).say("one two three four"));
        Random random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (samples[i] / 8 + random.nextGaussian() * 100);
        }
        assertThat(listen(16_000, samples, 1_600).words()).isEqualTo("one two three four");
    }

    @Test
    void recognises_nothing_in_noise_and_single_tones() {
        Random random = new Random(1);
        short[] samples = new short[160_000];
        for (int i = 0; i < samples.length; i++) {
            double tone = 8_000 * Math.sin(2 * Math.PI * 770 * i / 16_000);
            samples[i] = (short) (i < 80_000 ? random.nextGaussian() * 6_000 : tone);
        }
        assertThat(listen(16_000, samples, 1_600).words()).isEmpty();
    }
}
