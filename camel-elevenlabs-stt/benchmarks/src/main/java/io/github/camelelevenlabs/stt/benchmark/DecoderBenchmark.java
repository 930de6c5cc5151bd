package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.Decoding;
import io.github.camelelevenlabs.stt.audio.Recording;
import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Ffmpeg;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegAlone;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.benchmark.process.Machine;
import io.github.camelelevenlabs.stt.benchmark.process.ProcessorTime;
import io.github.camelelevenlabs.stt.benchmark.process.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Decodes two hours of several formats, and has ffmpeg make the same of them: the same sample rate and encoding, mixed to one channel.
 * CPU counts with that of the ffmpeg which the component starts.
 */
public final class DecoderBenchmark {

    private static final int SECONDS = 2 * 60 * 60;
    private static final int SECONDS_IF_SMALL = 20;
    private static final int SECONDS_FOR_A_BLOCK = 60;

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Ffmpeg ffmpeg =
            new Ffmpeg((delay, task) -> timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS));

    private DecoderBenchmark() {}

    /** Needs no argument; {@code small} only shows that it works. */
    public static void main(String[] arguments) throws Exception {
        System.out.println(Machine.now());
        Path folder = Files.createTempDirectory("benchmark");
        try {
            new DecoderBenchmark()
                    .run(new AudioFiles(folder, Arguments.areSmall(arguments) ? SECONDS_IF_SMALL : SECONDS));
        } finally {
            Folders.delete(folder);
        }
    }

    private void run(AudioFiles files) throws Exception {
        Table table = new Table(
                "Decoding " + files.seconds() + " s: seconds of audio for a second of CPU",
                "recording",
                "becomes",
                "this component",
                "ffmpeg alone",
                "ratio");
        measure("MP3, 44.1 kHz, stereo", files.mp3(), files.seconds(), table);
        measure("WAV, 44.1 kHz, stereo", files.stereo(44_100), files.seconds(), table);
        measure("mu-law, 8 kHz", files.muLaw(), files.seconds(), table);
        measure("WAV, 32 kHz, stereo", files.stereo(32_000), files.seconds(), table);
        System.out.println(table);
        executor.shutdown();
        timer.shutdown();
    }

    private void measure(String name, Path file, int seconds, Table table) throws Exception {
        // Looks for ffmpeg, and warms what a component has long warmed.
        PcmFormat format = decode(file, 1);
        Duration begun = ProcessorTime.withChildren();
        decode(file, seconds);
        Duration decoded = ProcessorTime.withChildren();
        FfmpegAlone.run(
                "-i",
                file.toString(),
                "-ac",
                "1",
                "-ar",
                Integer.toString(format.sampleRate()),
                "-f",
                format == PcmFormat.ULAW_8000 ? "mulaw" : "s16le",
                "-");
        double ours = seconds / seconds(decoded.minus(begun));
        double theirs = seconds / seconds(ProcessorTime.withChildren().minus(decoded));
        table.row(name, format.wireName(), ours, theirs, ours / theirs);
        Files.delete(file);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Decodes at least so much, and checks that it is there. */
    private PcmFormat decode(Path file, int seconds) throws Exception {
        AudioSource source = new Recording(
                AudioPiece.of((AudioPiece.Opening) () -> Files.newInputStream(file)),
                AudioHint.of(file.getFileName().toString(), null),
                new Decoding(ChannelMode.MIX, executor, ffmpeg, null, notice -> {}, AudioTrack.FIRST, false));
        try {
            PcmFormat format = source.open()
                    .toCompletableFuture()
                    .get(SECONDS_FOR_A_BLOCK, TimeUnit.SECONDS)
                    .format();
            // The gaps between repeated MP3s may be cut.
            long expected = (long) (0.98 * seconds * format.sampleRate() * format.bytesPerSample());
            long bytes = 0;
            Block block = null;
            while (block != Block.END && (seconds > 1 || bytes < expected)) {
                block = source.read().toCompletableFuture().get(SECONDS_FOR_A_BLOCK, TimeUnit.SECONDS);
                bytes += block.samples().remaining();
            }
            if (bytes < expected) {
                throw new IllegalStateException(file + ": " + bytes + " bytes of samples instead of " + expected);
            }
            return format;
        } finally {
            source.close();
        }
    }
}
