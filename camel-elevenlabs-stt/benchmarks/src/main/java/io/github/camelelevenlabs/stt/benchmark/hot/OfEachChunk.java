package io.github.camelelevenlabs.stt.benchmark.hot;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.MuLaw;
import io.github.camelelevenlabs.stt.audio.pcm.PauseDetector;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Each takes 100 ms of audio. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OfEachChunk {

    private final byte[] samples =
            Arrays.copyOf(PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).pcm(), PeriodicSpeech.CHUNK_BYTES);
    private final byte[] codes = Arrays.copyOf(PeriodicSpeech.period(8_000).ulaw(), 800);
    private final byte[] stereo = Arrays.copyOf(PeriodicSpeech.period(88_200).pcm(), 4 * 4_410);
    private final byte[] wide = Arrays.copyOf(PeriodicSpeech.period(32_000).pcm(), 2 * 3_200);
    private final PauseDetector pauses = new PauseDetector(PcmFormat.PCM_16000);
    private final PauseDetector pausesOfMuLaw = new PauseDetector(PcmFormat.ULAW_8000);
    private final Decoder mixer = decoder(2, 44_100);
    private final Decoder resampler = decoder(1, 32_000);

    private static Decoder decoder(int channels, int sampleRate) {
        try {
            return new SampleLayout(SampleEncoding.signed(2), ByteOrder.LITTLE_ENDIAN, channels, sampleRate)
                    .decoder("the audio", new DecoderSettings(ChannelMode.MIX, notice -> {}));
        } catch (AudioException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public Object pauses() {
        pauses.add(ByteBuffer.wrap(samples));
        return pauses;
    }

    @Benchmark
    public Object pausesOfMuLaw() {
        pausesOfMuLaw.add(ByteBuffer.wrap(codes));
        return pausesOfMuLaw;
    }

    /** 44.1 kHz in stereo, which the service accepts in mono. */
    @Benchmark
    public Object mixing() throws AudioException {
        return mixer.decode(ByteBuffer.wrap(stereo));
    }

    /** 32 kHz, which the service does not accept. */
    @Benchmark
    public Object resampling() throws AudioException {
        return resampler.decode(ByteBuffer.wrap(wide));
    }

    @Benchmark
    public long muLaw() {
        long sum = 0;
        for (byte code : codes) {
            sum += MuLaw.linear(code);
        }
        return sum;
    }
}
