package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.detect.SoundCheck;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice.Kind;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.MuLaw;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SoundCheckTest {

    private static final int SAMPLES = 4_096;
    private static final Random RANDOM = new Random(9);

    static Stream<Arguments> sounds() {
        return Stream.of(
                arguments("tones", Tones.pcm(16_000, "one two three")),
                arguments("silence", new byte[2 * SAMPLES]),
                arguments("silence with an offset", samples(i -> 117)),
                arguments("the quietest noise", samples(i -> RANDOM.nextInt(3) - 1)),
                arguments("hiss", samples(i -> (int) (300 * RANDOM.nextGaussian()))),
                arguments("loud hiss", samples(i -> (int) (6_000 * RANDOM.nextGaussian()))),
                arguments("a hissing voice", samples(i -> (int) (voice(i) + 3_000 * RANDOM.nextGaussian()))),
                arguments("a whistle as loud as can be", samples(i -> (int) (32_767 * Math.sin(i * 1.9)))),
                arguments("a clipped voice", samples(i -> (int) Math.max(-32_768, Math.min(32_767, 30 * voice(i))))),
                arguments("a voice of 8 bits", samples(i -> (int) voice(i) & ~0xFF)),
                arguments(
                        "two channels", samples(i -> (int) (i % 2 == 0 ? voice(i / 2) : 500 * RANDOM.nextGaussian()))),
                arguments("too little to know", noise(300)));
    }

    static Stream<Arguments> others() throws IOException {
        return Stream.of(
                arguments("noise of all values", noise(2 * SAMPLES)),
                arguments("compressed", deflated()),
                arguments("mu-law", bytes(i -> MuLaw.code((int) (voice(i) + 60 * RANDOM.nextGaussian())))),
                arguments("8-bit samples", bytes(i -> 128 + (int) (voice(i) / 256 + RANDOM.nextGaussian()))),
                arguments("the other order", swapped(samples(i -> (int) voice(i)))),
                arguments("24-bit samples", packed24()),
                arguments("floating point", floats()),
                arguments(
                        "text",
                        "Meeting at five o'clock, do not be late. ".repeat(99).getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sounds")
    void speech_and_music_look_like_sound(String what, byte[] bytes) {
        assertThat(SoundCheck.looksLikeSound(ByteBuffer.wrap(bytes))).isTrue();
        assertThat(notices(AudioHint.NONE, bytes)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void other_bytes_do_not_look_like_sound(String what, byte[] bytes) {
        assertThat(SoundCheck.looksLikeSound(ByteBuffer.wrap(bytes))).isFalse();
    }

    @Test
    void bytes_without_a_name_that_do_not_look_like_sound_are_sent_with_a_notice() {
        assertThat(notices(AudioHint.NONE, noise(20_000))).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo(Kind.NOT_LIKE_SOUND);
            assertThat(notice.text()).contains("does not look like sound", "audioFormat");
        });
        assertThat(notices(AudioHint.of("", "application/octet-stream"), noise(20_000)))
                .hasSize(1);
    }

    @Test
    void silence_before_the_bytes_does_not_change_the_verdict() {
        byte[] silent = Bytes.joined(new byte[100_000], noise(20_000));
        assertThat(notices(AudioHint.NONE, silent)).hasSize(1);
    }

    @Test
    void with_a_meaningless_name_they_are_refused() {
        for (String name : new String[] {"notes.xyz", "upload"}) {
            AutoDecoder decoder = new AutoDecoder(AudioHint.of(name, null), Settings.MIX);
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Cuts.RANDOM.decode(decoder, noise(20_000))))
                    .isInstanceOf(AudioException.class)
                    .hasMessageContaining(name + " is no format that is known, and does not look like 16-bit PCM");
            assertThat(notices(AudioHint.of(name, null), Tones.pcm(16_000, "one two three")))
                    .isEmpty();
        }
    }

    @Test
    void the_reading_that_looks_like_sound_is_chosen() {
        for (Arguments sound : sounds().filter(one -> !one.get()[0].toString().contains("too little"))
                .toList()) {
            ByteBuffer little = ByteBuffer.wrap((byte[]) sound.get()[1]);
            ByteBuffer big = ByteBuffer.wrap(swapped(little.array()));
            boolean same = sound.get()[0].toString().contains("silence");
            String what = sound.get()[0].toString();
            assertThat(SoundCheck.isOnlySecondSound(little, big)).as(what).isFalse();
            if (!same && !what.contains("two channels")) {
                assertThat(SoundCheck.isOnlySecondSound(big, little)).as(what).isTrue();
            }
        }
        byte[] noise = noise(8_000);
        assertThat(SoundCheck.isOnlySecondSound(ByteBuffer.wrap(noise), ByteBuffer.wrap(swapped(noise))))
                .isFalse();
    }

    private static List<AudioNotice> notices(AudioHint hint, byte[] bytes) {
        List<AudioNotice> notices = new ArrayList<>();
        try {
            Cuts.RANDOM.decode(new AutoDecoder(hint, new DecoderSettings(ChannelMode.MIX, notices::add)), bytes);
        } catch (AudioException e) {
            throw new AssertionError(e);
        }
        return notices;
    }

    /** A few harmonics whose loudness changes. */
    private static double voice(int i) {
        double sum = 0;
        for (int harmonic = 1; harmonic < 12; harmonic++) {
            sum += Math.sin(i * 0.05 * harmonic + harmonic) / harmonic;
        }
        return 2_500 * sum * (1 + Math.sin(i * 0.002));
    }

    private static byte[] samples(IntUnaryOperator sample) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SAMPLES; i++) {
            bytes.putShort((short) sample.applyAsInt(i));
        }
        return bytes.array();
    }

    private static byte[] bytes(IntUnaryOperator value) {
        byte[] bytes = new byte[2 * SAMPLES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) value.applyAsInt(i);
        }
        return bytes;
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] swapped(byte[] bytes) {
        byte[] swapped = bytes.clone();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            swapped[i] = bytes[i + 1];
            swapped[i + 1] = bytes[i];
        }
        return swapped;
    }

    private static byte[] packed24() {
        ByteBuffer bytes = ByteBuffer.allocate(3 * SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            int sample = (int) (voice(i) * 256);
            bytes.put((byte) sample).put((byte) (sample >> 8)).put((byte) (sample >> 16));
        }
        return bytes.array();
    }

    private static byte[] floats() {
        ByteBuffer bytes = ByteBuffer.allocate(4 * SAMPLES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SAMPLES; i++) {
            bytes.putFloat((float) (voice(i) / 32_768));
        }
        return bytes.array();
    }

    private static byte[] deflated() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out)) {
            deflating.write(samples(i -> (int) voice(i)));
        }
        return out.toByteArray();
    }
}
