package io.github.camelelevenlabs.stt.benchmark.hot;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.TimedToken;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Each reads a message of the service with the words of ten seconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OfEachMessage {

    private static final int WORDS = PeriodicSpeech.wordsBefore(10_000);

    private final String text = PeriodicSpeech.text(0, WORDS);
    private final String partial = ServerCodec.encode(new ServerMessage.PartialTranscript(text));
    private final String committed = ServerCodec.encode(new ServerMessage.CommittedTranscript(text));
    private final String withTimestamps =
            ServerCodec.encode(new ServerMessage.CommittedTranscriptWithTimestamps(text, "eng", tokens(), false));

    private static List<TimedToken> tokens() {
        return IntStream.range(0, WORDS)
                .mapToObj(word -> new TimedToken(
                        PeriodicSpeech.word(word),
                        PeriodicSpeech.start(word),
                        PeriodicSpeech.end(word),
                        TimedToken.Type.WORD,
                        -0.1))
                .toList();
    }

    @Benchmark
    public Object partial() {
        return ProtocolCodec.decode(partial);
    }

    @Benchmark
    public Object committed() {
        return ProtocolCodec.decode(committed);
    }

    @Benchmark
    public Object committedWithTimestamps() {
        return ProtocolCodec.decode(withTimestamps);
    }
}
