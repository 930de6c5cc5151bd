package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The message of 100 ms of audio, as the socket takes it. In the package of the transport, which shows it to nobody else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OfEachFrame {

    private final InputAudioChunk chunk = new InputAudioChunk(
            Slice.of(Arrays.copyOf(
                    PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).pcm(), PeriodicSpeech.CHUNK_BYTES)),
            ProtocolCodec.envelope(false, PeriodicSpeech.SAMPLE_RATE, null));

    @Benchmark
    public boolean message() {
        return ChunkFrames.ofThread()
                .frame(chunk, PooledByteBufAllocator.DEFAULT)
                .release();
    }
}
