package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelelevenlabs.stt.audio.pcm.ALaw;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice.Kind;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.MuLaw;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.Settings;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content types of raw audio as services write them. */
class PcmContentTypeTest {

    private static final byte[] LITTLE = Tones.pcm(16_000, "one two three");
    private static final byte[] BIG = swapped(LITTLE);

    @ParameterizedTest
    @CsvSource({
        "audio/l16; rate=16000; channels=1; endianness=little-endian",
        "audio/L16;rate=16000;endian=little",
        "audio/L16;codec=pcm;rate=16000",
        "audio/L16;rate=16000;byteorder=LE",
        "audio/x-l16; sample-rate=16000; channel-count=1",
        "audio/L16",
        "audio/L16;rate=16000",
        "audio/pcm;rate=16000;bits=16;encoding=signed-int;big-endian=false",
        "audio/lpcm; sample-rate=16000; sample-size-bits=16; channel-count=1; is-big-endian=false",
        "audio/lpcm;rate=16000",
        "audio/x-pcm;bit=16;rate=16000",
        "audio/pcm;samplerate=16000;codec=\"pcm_s16le\"",
        "audio/x-raw;format=S16LE;rate=16000",
        "audio/pcm;encoding=LINEAR16",
    })
    void little_endian_samples_are_read_as_such(String type) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            AutoDecoder decoder = decoder(type);
            assertThat(cuts.decode(decoder, LITTLE)).isEqualTo(LITTLE);
            assertThat(decoder.format()).contains(PcmFormat.PCM_16000);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "audio/L16",
        "audio/L16;rate=16000;channels=1",
        "audio/l16;endianness=big-endian",
        "audio/L16;codec=pcm;rate=16000",
        "audio/pcm;rate=16000;big-endian=true",
        "audio/lpcm;is-big-endian=true",
        "audio/x-raw;format=S16BE",
    })
    void big_endian_samples_are_read_as_such(String type) throws AudioException {
        for (Cuts cuts : Cuts.values()) {
            assertThat(cuts.decode(decoder(type), BIG)).isEqualTo(LITTLE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "audio/pcm;rate=8000;encoding=mulaw,       ULAW_8000, 1",
        "audio/pcm;encoding=u-law,                 ULAW_8000, 1",
        "audio/x-mulaw;rate=8000,                  ULAW_8000, 1",
        "audio/pcm;rate=8000;encoding=alaw,        PCM_8000,  2",
        "audio/pcm;bits=24;rate=48000,             PCM_48000, 2",
        "audio/pcm;encoding=float;bits=32,         PCM_16000, 2",
        "audio/pcm;bits=8;encoding=unsigned-int,   PCM_16000, 2",
        "audio/L16;rate=24000;channels=2,          PCM_24000, 2",
    })
    void parameters_of_the_content_type_decide_the_format(String type, PcmFormat format, int bytesPerSample)
            throws AudioException {
        AutoDecoder decoder = decoder(type);
        Cuts.WHOLE.decode(decoder, Bytes.samples(480));
        assertThat(decoder.format()).contains(format);
        assertThat(format.bytesPerSample()).isEqualTo(bytesPerSample);
    }

    /** Each content type with the encoding, sample rate and number of channels that its author means. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // As services and libraries write them.
                "S16LE |  8000 | 1 | audio/raw;encoding=linear16;sample_rate=8000;channels=1",
                "MULAW |  8000 | 1 | audio/raw;encoding=mulaw;sample_rate=8000",
                "S16LE |  8000 | 1 | audio/pcm;sampleRateHertz=8000;audioChannelCount=1;encoding=LINEAR16",
                "S16LE |  8000 | 2 | audio/pcm;sample_rate_hertz=8000;audio_channel_count=2",
                "S16LE |  8000 | 1 | audio/LINEAR16;rate=8000",
                "MULAW |  8000 | 2 | audio/PCMU;rate=8000;channels=2",
                "S16LE |  8000 | 1 | audio/pcm;encoding=pcm_s16le;sample_rate=8000",
                "MULAW |  8000 | 1 | audio/pcm;encoding=pcm_mulaw;sample_rate=8000",
                "F32LE | 48000 | 1 | audio/raw;encoding=pcm_f32le;sample_rate=48000",
                "MULAW |  8000 | 1 | audio/pcm;format=g711_ulaw",
                "ALAW  |  8000 | 1 | audio/pcm;format=g711_alaw",
                "S16LE | 24000 | 1 | audio/pcm;format=pcm16;rate=24000",
                "S16LE | 16000 | 1 | audio/raw;encoding=signed-integer;bits=16;rate=16k;endian=little",
                "S16BE |  8000 | 1 | audio/raw;encoding=signed-integer;bits=16;rate=8k;endian=big",
                "S16LE |  8000 | 1 | audio/x-raw, layout=(string)interleaved, rate=(int)8000, format=(string)S16LE, channels=(int)1",
                "S16LE |  8000 | 2 | audio/x-raw, format=S16LE, rate=8000, channels=2, channel-mask=(bitmask)0x3",
                "S16BE |  8000 | 1 | audio/x-raw-int, endianness=(int)4321, width=(int)16, depth=(int)16, signed=(boolean)true, rate=(int)8000",
                "S16LE |  8000 | 1 | audio/pcm;encoding=PCM_SIGNED;rate=8000;sampleSizeInBits=16",
                "F32LE | 16000 | 1 | audio/pcm;encoding=PCM_FLOAT",
                "S16LE |  8000 | 1 | audio/pcm;format=S16_LE;rate=8000",
                "S24LE | 16000 | 1 | audio/pcm;format=S24_3LE",
                "F32LE | 16000 | 1 | audio/pcm;format=FLOAT_LE",
                "S16LE |  8000 | 1 | audio/x-s16le;rate=8000",
                "F32LE | 16000 | 1 | audio/pcm-float;rate=16000",
                "MULAW |  8000 | 1 | audio/x-g711-mulaw",
                "MULAW |  8000 | 1 | audio/pcm;codec=7",
                // One meaning, several spellings.
                "S16LE |  8000 | 1 | audio/pcm;rate=8000Hz",
                "S16LE |  8000 | 1 | audio/pcm;rate=8 kHz",
                "S16LE |  8000 | 1 | audio/pcm;rate=8000.0",
                "S16LE | 22050 | 1 | audio/pcm;rate=22.05kHz",
                "S16LE |  8000 | 1 | audio/pcm;rate='8000'",
                "S16LE |  8000 | 1 | audio/pcm;sampling-rate=8000",
                "S16LE |  8000 | 1 | audio/pcm;;hz=8000;",
                "S16LE |  8000 | 1 | audio/pcm;rate=8000;clock-rate=8000",
                "S16LE | 16000 | 2 | audio/pcm;channels=stereo",
                "S16LE | 16000 | 2 | audio/pcm;numChannels=2",
                "S24LE | 16000 | 1 | audio/pcm;bitsPerSample=24",
                "S24LE | 16000 | 1 | audio/pcm;bits_per_sample=24",
                "S24LE | 16000 | 1 | audio/pcm;sampleFormat=s24le",
                "F32LE | 16000 | 1 | audio/pcm;codec=pcm;format=f32le",
                "S16LE |  8000 | 1 | audio/pcm;charset=binary;bitrate=128000;channel-order=left;rate=8000",
                // The samples decide the byte order that the type leaves open.
                "S16BE | 16000 | 1 | audio/pcm;rate=16000",
                "S16BE | 16000 | 2 | audio/raw;channels=2",
                "S16BE | 16000 | 1 | audio/pcm;big-endian",
                "S24LE | 48000 | 1 | audio/L24;rate=48000",
                "S24BE | 48000 | 2 | audio/L24;rate=48000;channels=2",
                "S24BE | 48000 | 1 | audio/pcm;bits=24;rate=48000",
                "S32BE | 16000 | 1 | audio/pcm;bits=32",
                "F32BE | 16000 | 1 | audio/pcm;encoding=float;bits=32",
            })
    void content_types_are_parsed_as_intended(String samples, int rate, int channels, String type)
            throws AudioException {
        byte[] spoken = Tones.pcm(rate, "one two three");
        List<AudioNotice> notices = new ArrayList<>();
        AutoDecoder decoder =
                new AutoDecoder(AudioHint.of(null, type), new DecoderSettings(ChannelMode.MIX, notices::add));
        byte[] decoded = Cuts.RANDOM.decode(decoder, encoded(spoken, samples, channels));
        PcmFormat format = decoder.format().orElseThrow();
        assertThat(format.sampleRate()).isEqualTo(rate);
        ByteBuffer actual = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer said = ByteBuffer.wrap(spoken).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(decoded.length / format.bytesPerSample()).isEqualTo(spoken.length / Short.BYTES);
        while (said.hasRemaining()) {
            int sample = format == PcmFormat.ULAW_8000 ? (int) MuLaw.linear(actual.get()) : actual.getShort();
            int exact = said.getShort();
            assertThat(sample).isBetween(exact - 8 - Math.abs(exact) / 16, exact + 8 + Math.abs(exact) / 16);
        }
        assertThat(notices).isEmpty();
    }

    private static byte[] encoded(byte[] pcm, String samples, int channels) {
        ByteBuffer in = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(pcm.length * 2 * channels)
                .order(samples.endsWith("BE") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            short sample = in.getShort();
            for (int channel = 0; channel < channels; channel++) {
                switch (samples) {
                    case "S16LE", "S16BE" -> out.putShort(sample);
                    case "S24LE" -> out.put((byte) 0).putShort(sample);
                    case "S24BE" -> out.putShort(sample).put((byte) 0);
                    case "S32BE" -> out.putInt(sample << 16);
                    case "F32LE", "F32BE" -> out.putFloat(sample / 32_768f);
                    case "MULAW" -> out.put(MuLaw.code(sample));
                    case "ALAW" -> out.put(aLaw(sample));
                    default -> throw new IllegalArgumentException(samples);
                }
            }
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte aLaw(short sample) {
        return (byte) IntStream.range(0, 256)
                .boxed()
                .min(Comparator.comparing(code -> Math.abs(ALaw.linear((byte) (int) code) - sample)))
                .orElseThrow()
                .intValue();
    }

    @Test
    void samples_of_any_encoding_that_do_not_look_like_sound_are_reported() throws AudioException {
        byte[] noise = new byte[60_000];
        new Random(1).nextBytes(noise);
        for (String type : List.of("audio/L16", "audio/pcm;channels=2", "audio/L24;rate=48000", "audio/pcm;bits=32")) {
            List<AudioNotice> notices = new ArrayList<>();
            Cuts.RANDOM.decode(
                    new AutoDecoder(AudioHint.of(null, type), new DecoderSettings(ChannelMode.MIX, notices::add)),
                    noise);
            assertThat(notices)
                    .as(type)
                    .singleElement()
                    .extracting(AudioNotice::kind)
                    .isEqualTo(Kind.NOT_LIKE_SOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio/L16;endianness=middle",
                "audio/pcm;big-endian=perhaps",
                "audio/pcm;encoding=opus",
                "audio/pcm;bits=12",
                "audio/pcm;bits=x",
                "audio/L16;rate=0",
                "audio/pcm;rate=16000.5",
                "audio/pcm;rate=16e3",
                "audio/pcm;rate=999999999k",
                "audio/pcm;rate=",
                "audio/pcm;rate=-8000",
                "audio/pcm;channels=5.1",
                "audio/pcm;channels=100000",
                "audio/pcm;encoding=unsigned-int",
                "audio/pcm;bits=20",
                "audio/pcm;sample-width=2",
                "audio/pcm;rate-in-hz-of-samples=8000",
                "audio/pcm;samples-per-second=8000"
            })
    void an_unknown_parameter_is_refused(String type) {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(decoder(type), LITTLE))
                .withMessageContaining("(" + type + ") is not accepted with " + type.substring(type.indexOf(';') + 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "audio/pcm;rate=16000;rate=8000 | rate=8000",
                "audio/pcm;rate=16000;sample-rate=48000 | sample-rate=48000",
                "audio/pcm;format=s16le;codec=mulaw | codec=mulaw",
                "audio/pcm;format=S24LE;width=32 | format=S24LE",
                "audio/L16;encoding=opus;rate=8000 | encoding=opus",
            })
    void contradicting_parameters_are_refused(String type, String parameter) {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(decoder(type), LITTLE))
                .withMessageContaining("is not accepted with " + parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/L16;rate=16000", "audio/L16;rate=11025;channels=2"})
    void silence_before_the_first_sound_is_kept_and_decides_nothing(String type) throws AudioException {
        byte[] silence = new byte[32_000];
        byte[] straight = Cuts.RANDOM.decode(decoder(type), Bytes.joined(silence, BIG));
        byte[] turned = Cuts.RANDOM.decode(decoder(type), Bytes.joined(silence, LITTLE));
        assertThat(turned).hasSameSizeAs(straight);
        assertThat(Arrays.copyOf(turned, 10_000)).containsOnly(0);
    }

    private static AutoDecoder decoder(String type) {
        return new AutoDecoder(AudioHint.of(null, type), Settings.MIX);
    }

    private static byte[] swapped(byte[] bytes) {
        byte[] swapped = bytes.clone();
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            swapped[i] = bytes[i + 1];
            swapped[i + 1] = bytes[i];
        }
        return swapped;
    }
}
