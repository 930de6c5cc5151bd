package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The speech of a simulation as a source of audio: a file, a stream or live. */
final class SimulatedAudio {

    private static final Duration FILE_BLOCK = ofMillis(500);
    private static final Duration LIVE_BLOCK = ofMillis(100);
    private static final int MAX_PIECE_MILLIS = 900;

    private final PcmFormat format;
    private final NumberedSpeech speech;
    private final ManualTime time;
    private final Random random;

    SimulatedAudio(PcmFormat format, NumberedSpeech speech, ManualTime time, Random random) {
        this.format = format;
        this.speech = speech;
        this.time = time;
        this.random = random;
    }

    AudioSource as(Simulation.Feed feed) {
        return switch (feed) {
            case FILE -> new Recording();
            case STREAM -> new Pieces();
            case LIVE -> new Live();
        };
    }

    private ByteBuffer audio(Duration duration) {
        return speech.next((int) format.samples(duration));
    }

    private static AudioSource.Block block(ByteBuffer samples) {
        return samples.hasRemaining() ? AudioSource.Block.of(samples) : AudioSource.Block.END;
    }

    private class Recording implements AudioSource {
        @Override
        public CompletionStage<Opened> open() {
            return CompletableFuture.completedFuture(new Opened(format, 1));
        }

        @Override
        public CompletionStage<Block> read() {
            return CompletableFuture.completedFuture(block(audio(FILE_BLOCK)));
        }

        @Override
        public void close() {}
    }

    private final class Pieces extends Recording {
        @Override
        public CompletionStage<Block> read() {
            CompletableFuture<Block> piece = new CompletableFuture<>();
            int millis = 1 + random.nextInt(MAX_PIECE_MILLIS);
            time.schedule(ofMillis(random.nextInt(2 * millis)), () -> piece.complete(block(audio(ofMillis(millis)))));
            return piece;
        }
    }

    private final class Live extends Recording {
        private final Duration started = Duration.ofNanos(time.nanoTime());
        private Duration given = Duration.ZERO;

        @Override
        public CompletionStage<Block> read() {
            CompletableFuture<Block> piece = new CompletableFuture<>();
            given = given.plus(LIVE_BLOCK);
            Duration spoken = started.plus(given);
            time.schedule(spoken.minusNanos(time.nanoTime()), () -> piece.complete(live(audio(LIVE_BLOCK))));
            return piece;
        }

        private Block live(ByteBuffer samples) {
            return samples.hasRemaining() ? new Block(samples, false, true) : Block.END;
        }
    }
}
