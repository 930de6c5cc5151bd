package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelelevenlabs.stt.emulator.Tones;
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
    void parameters_decide(String type, PcmFormat format, int bytesPerSample) throws AudioException {
        AutoDecoder decoder = decoder(type);
        Cuts.WHOLE.decode(decoder, Bytes.samples(480));
        assertThat(decoder.format()).contains(format);
        assertThat(format.bytesPerSample()).isEqualTo(bytesPerSample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "audio/L16;endianness=middle",
                "audio/pcm;big-endian=perhaps",
                "audio/pcm;encoding=opus",
                "audio/pcm;bits=12",
                "audio/pcm;bits=x",
                "audio/L16;rate=0"
            })
    void what_is_not_understood_is_refused(String type) {
        assertThatExceptionOfType(AudioException.class)
                .isThrownBy(() -> Cuts.WHOLE.decode(decoder(type), LITTLE))
                .withMessageContaining("is not accepted with these parameters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/L16;rate=16000", "audio/L16;rate=11025;channels=2"})
    void silence_before_the_first_sound_is_kept_and_decides_nothing(String type) throws AudioException {
        byte[] silence = new byte[32_000];
        byte[] straight = Cuts.RANDOM.decode(decoder(type), Bytes.joined(silence, BIG));
        byte[] turned = Cuts.RANDOM.decode(decoder(type), Bytes.joined(silence, LITTLE));
        assertThat(turned).hasSameSizeAs(straight);
        assertThat(java.util.Arrays.copyOf(turned, 10_000)).containsOnly(0);
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
