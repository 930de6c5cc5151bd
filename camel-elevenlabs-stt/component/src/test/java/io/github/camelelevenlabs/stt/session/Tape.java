package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofMillis;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Speech that can be played again, from its beginning or from any other place. */
final class Tape {

    private static final int MAX_MESSAGE_MILLIS = 900;

    private final PcmFormat format;
    private final ManualTime time;
    private final Random random;
    private final ByteBuffer samples;
    private final Deque<NumberedSpeech.SpokenWord> said;
    private final long millis;

    /** Where the messages begin, in milliseconds. */
    private final TreeSet<Long> messages = new TreeSet<>();

    Tape(PcmFormat format, ManualTime time, long seed, Duration length) {
        this.format = format;
        this.time = time;
        this.random = new Random(seed);
        this.millis = length.toMillis();
        NumberedSpeech speech = new NumberedSpeech(format, random, length, NumberedSpeech.Manner.SENTENCES);
        samples = speech.next((int) format.samples(length));
        said = speech.spoken();
        for (long at = 0; at < millis; at += 1 + random.nextInt(MAX_MESSAGE_MILLIS)) {
            messages.add(at);
        }
    }

    /** @param said the words in the samples */
    Tape(PcmFormat format, ManualTime time, ByteBuffer samples, Deque<NumberedSpeech.SpokenWord> said) {
        this.format = format;
        this.time = time;
        this.random = new Random(0);
        this.millis = format.duration(samples.limit() / format.bytesPerSample()).toMillis();
        this.samples = samples;
        this.said = said;
    }

    Deque<NumberedSpeech.SpokenWord> said() {
        return new ArrayDeque<>(said);
    }

    /** All of it at once, from the beginning. */
    AudioSource recording() {
        return new Playing(0) {
            @Override
            public CompletionStage<Block> read() {
                return CompletableFuture.completedFuture(next(ofMillis(500)));
            }
        };
    }

    /** Pieces of any length from exactly here on, with a while between them. */
    AudioSource from(Duration position) {
        return new Playing(format.samples(position)) {
            @Override
            public CompletionStage<Block> read() {
                return later(next(ofMillis(1 + random.nextInt(MAX_MESSAGE_MILLIS))));
            }
        };
    }

    /** Messages with their positions, from the last one on that is not covered as a whole. One in five comes twice. */
    AudioSource messages(Duration covered) {
        long first = covered.toMillis() >= millis ? millis : messages.floor(covered.toMillis());
        return new Playing(format.samples(ofMillis(first))) {
            private Block last;

            @Override
            public CompletionStage<Block> read() {
                Block again = last;
                last = null;
                return later(again == null ? message() : again);
            }

            private Block message() {
                Long until = messages.higher(position());
                Block message = next(ofMillis((until == null ? millis : until) - position()));
                last = message != Block.END && random.nextInt(5) == 0 ? message : null;
                return message;
            }

            private long position() {
                return at * 1_000 / format.sampleRate();
            }

            @Override
            Block block(ByteBuffer bytes) {
                return super.block(bytes).at(OptionalLong.of(position()));
            }
        };
    }

    private CompletionStage<AudioSource.Block> later(AudioSource.Block block) {
        CompletableFuture<AudioSource.Block> piece = new CompletableFuture<>();
        time.schedule(ofMillis(random.nextInt(2 * MAX_MESSAGE_MILLIS)), () -> piece.complete(block));
        return piece;
    }

    private abstract class Playing implements AudioSource {
        /** In samples. */
        long at;

        private Playing(long from) {
            at = from;
        }

        @Override
        public CompletionStage<Opened> open() {
            return CompletableFuture.completedFuture(new Opened(format, 1));
        }

        Block next(Duration length) {
            long end = samples.limit() / format.bytesPerSample();
            int count = (int) Math.min(format.samples(length), end - at);
            if (count <= 0) {
                return Block.END;
            }
            Block block = block(samples.slice((int) at * format.bytesPerSample(), count * format.bytesPerSample()));
            at += count;
            return block;
        }

        Block block(ByteBuffer bytes) {
            return Block.of(bytes);
        }

        @Override
        public void close() {}
    }
}
