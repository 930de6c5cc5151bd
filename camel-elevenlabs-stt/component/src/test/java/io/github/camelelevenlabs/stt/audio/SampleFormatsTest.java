package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static javax.sound.sampled.AudioFormat.Encoding.ALAW;
import static javax.sound.sampled.AudioFormat.Encoding.PCM_FLOAT;
import static javax.sound.sampled.AudioFormat.Encoding.PCM_SIGNED;
import static javax.sound.sampled.AudioFormat.Encoding.PCM_UNSIGNED;
import static javax.sound.sampled.AudioFormat.Encoding.ULAW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.container.OwnDecoder;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files in every sample encoding that the JDK writes are decoded to the written values. */
class SampleFormatsTest {

    private static final int FRAMES = 1_000;

    private static final AudioFileFormat.Type WAVE = AudioFileFormat.Type.WAVE;
    private static final AudioFileFormat.Type AIFF = AudioFileFormat.Type.AIFF;
    private static final AudioFileFormat.Type AU = AudioFileFormat.Type.AU;

    static Stream<Arguments> files() {
        return Stream.of(
                arguments(WAVE, format(PCM_UNSIGNED, 8, 1, false), 512),
                arguments(WAVE, format(PCM_SIGNED, 16, 2, false), 2),
                arguments(WAVE, format(PCM_SIGNED, 24, 1, false), 1),
                arguments(WAVE, format(PCM_SIGNED, 24, 6, false), 2),
                arguments(WAVE, format(PCM_SIGNED, 32, 2, false), 2),
                arguments(WAVE, format(PCM_FLOAT, 32, 2, false), 2),
                arguments(WAVE, format(PCM_FLOAT, 64, 1, false), 1),
                arguments(WAVE, format(ULAW, 8, 1, false), 1_100),
                arguments(WAVE, format(ALAW, 8, 2, false), 1_100),
                arguments(AIFF, format(PCM_SIGNED, 8, 1, true), 512),
                arguments(AIFF, format(PCM_SIGNED, 16, 1, true), 1),
                arguments(AIFF, format(PCM_SIGNED, 24, 2, true), 2),
                arguments(AIFF, format(PCM_SIGNED, 32, 1, true), 1),
                arguments(AU, format(PCM_SIGNED, 8, 2, true), 512),
                arguments(AU, format(PCM_SIGNED, 16, 2, true), 2),
                arguments(AU, format(PCM_SIGNED, 24, 1, true), 1),
                arguments(AU, format(PCM_SIGNED, 32, 2, true), 2),
                arguments(AU, format(PCM_FLOAT, 32, 1, true), 1),
                arguments(AU, format(ULAW, 8, 1, true), 1_100),
                arguments(AU, format(ALAW, 8, 1, true), 1_100));
    }

    private static AudioFormat format(AudioFormat.Encoding encoding, int bits, int channels, boolean bigEndian) {
        return new AudioFormat(encoding, 16_000, bits, channels, channels * bits / 8, 16_000, bigEndian);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("files")
    void every_sample_encoding_is_mixed_to_the_written_values(
            AudioFileFormat.Type type, AudioFormat format, int tolerance) throws IOException {
        byte[] file = file(type, format);
        for (Cuts cuts : Cuts.values()) {
            AutoDecoder decoder = new AutoDecoder(AudioHint.NONE, Settings.MIX);
            short[] output = shorts(cuts.decode(decoder, file));
            assertThat(decoder.unsupported()).isEmpty();
            assertThat(decoder.format()).contains(PCM_16000);
            assertThat(output).hasSize(FRAMES);
            for (int frame = 0; frame < FRAMES; frame++) {
                int sum = 0;
                for (int channel = 0; channel < format.getChannels(); channel++) {
                    sum += sample(frame, channel);
                }
                assertThat((double) output[frame])
                        .isCloseTo((double) sum / format.getChannels(), within((double) tolerance));
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("files")
    void every_sample_encoding_is_split_into_the_written_values(
            AudioFileFormat.Type type, AudioFormat format, int tolerance) throws IOException {
        AutoDecoder decoder = new AutoDecoder(AudioHint.NONE, Settings.SPLIT);
        short[] output = shorts(Cuts.RANDOM.decode(decoder, file(type, format)));
        assertThat(decoder.channels()).isEqualTo(format.getChannels());
        assertThat(output).hasSize(FRAMES * format.getChannels());
        for (int i = 0; i < output.length; i++) {
            assertThat((double) output[i])
                    .isCloseTo(sample(i / format.getChannels(), i % format.getChannels()), within((double) tolerance));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "audio/L16,                          1, 2, 16000",
        "audio/L16;rate=8000,                1, 2, 8000",
        "audio/l16;rate=48000;channels=2,    2, 2, 48000",
        "'audio/x-raw,format=S16BE',         1, 2, 16000",
    })
    void big_endian_samples_are_recognised_by_their_type(String type, int channels, int bytes, int rate)
            throws IOException {
        byte[] raw = samples(new AudioFormat(rate, bytes * 8, channels, true, true));
        AutoDecoder decoder = new AutoDecoder(AudioHint.of(null, type), Settings.SPLIT);
        short[] output = shorts(Cuts.BYTE_BY_BYTE.decode(decoder, raw));
        assertThat(decoder.format()).isEqualTo(PcmFormat.linear(rate));
        assertThat(decoder.channels()).isEqualTo(channels);
        for (int i = 0; i < output.length; i++) {
            assertThat((int) output[i]).isEqualTo(sample(i / channels, i % channels));
        }
    }

    @Test
    void a_law_is_recognised_by_type_and_by_name() throws IOException {
        byte[] raw = samples(format(ALAW, 8, 1, true));
        for (AudioHint hint : new AudioHint[] {
            AudioHint.of(null, "audio/PCMA"), AudioHint.of("call.al", null), AudioHint.of("a.ul", "audio/x-alaw")
        }) {
            AutoDecoder decoder = new AutoDecoder(hint, Settings.MIX);
            short[] output = shorts(Cuts.WHOLE.decode(decoder, raw));
            assertThat(decoder.format()).contains(PCM_8000);
            assertThat((double) output[700]).isCloseTo(sample(700, 0), within(1_100.0));
        }
    }

    @Test
    void values_that_are_not_numbers_are_silence_and_infinite_ones_full_scale() throws IOException {
        ByteBuffer raw = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        raw.putFloat(Float.NaN).putFloat(Float.POSITIVE_INFINITY).putFloat(-7f).putFloat(0.5f);
        AutoDecoder decoder = new AutoDecoder(AudioHint.of(null, "audio/x-raw;format=F32LE"), Settings.MIX);
        assertThat(shorts(Cuts.WHOLE.decode(decoder, raw.array()))).containsExactly(0, 32_767, -32_768, 16_384);
    }

    @Test
    void accepts_a_comment_before_the_samples_and_a_missing_length() throws IOException {
        byte[] samples = Bytes.of(1, 2, 3, 4);
        ByteBuffer au =
                ByteBuffer.allocate(36 + 4).put(Bytes.ascii(".snd")).putInt(36).putInt(-1);
        au.putInt(3).putInt(16_000).putInt(1).put(Bytes.ascii("hello there!")).put(samples);
        for (Cuts cuts : Cuts.values()) {
            Decoder decoder = OwnDecoder.of(Container.AU, Settings.MIX).orElseThrow();
            assertThat(cuts.decode(decoder, au.array())).containsExactly(2, 1, 4, 3);
        }
    }

    private static byte[] file(AudioFileFormat.Type type, AudioFormat format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (AudioInputStream audio = new AudioInputStream(new ByteArrayInputStream(samples(format)), format, FRAMES)) {
            AudioSystem.write(audio, type, file);
        }
        return file.toByteArray();
    }

    /** The value of {@link #sample} in this format, encoded by the JDK independently of our code. */
    private static byte[] samples(AudioFormat format) throws IOException {
        ByteBuffer linear =
                ByteBuffer.allocate(FRAMES * format.getChannels() * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < FRAMES * format.getChannels(); i++) {
            linear.putShort((short) sample(i / format.getChannels(), i % format.getChannels()));
        }
        AudioFormat source = new AudioFormat(format.getSampleRate(), 16, format.getChannels(), true, false);
        try (AudioInputStream audio = AudioSystem.getAudioInputStream(
                format, new AudioInputStream(new ByteArrayInputStream(linear.array()), source, FRAMES))) {
            return audio.readAllBytes();
        }
    }

    private static int sample(int frame, int channel) {
        return (int) Math.round(20_000 * Math.sin(frame * 0.05 * (channel + 1)));
    }

    private static short[] shorts(byte[] bytes) {
        short[] shorts = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(shorts);
        return shorts;
    }
}
