package io.github.camelelevenlabs.stt.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.AudioLimit;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SpentLimit;
import io.github.camelelevenlabs.stt.transcript.Segment;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session that does what the test says. */
final class FakeSession implements Conversation {

    interface TriConsumer<A, B, C> {
        void accept(A first, B second, C third);
    }

    final AudioSource source;
    final Transcription transcription;
    private CompletionStage<Block> waiting;
    int segments;
    /** Where the audio ends that was read, on the stream's clock. */
    private Duration position;

    int delivered;
    Optional<SessionFailure> aborted = Optional.empty();
    final List<Hints.Change> changes = new ArrayList<>();

    FakeSession(AudioSource source, Transcription transcription) {
        this.source = source;
        this.transcription = transcription;
        this.position = transcription.kept().through();
    }

    /** Reads the audio from now on, as it comes. @param next gets the place of each block, where it ends, and the block */
    void listen(TriConsumer<Duration, Duration, Block> next) {
        source.open().thenAccept(transcription::onSourceOpened);
        listenOn(next);
    }

    private void listenOn(TriConsumer<Duration, Duration, Block> next) {
        source.read((block, failure) -> {
            if (failure == null && block != Block.END) {
                Duration start = start(block);
                onRead(block);
                next.accept(start, position, block);
                listenOn(next);
            }
        });
    }

    private Duration start(Block block) {
        return block.position().isPresent() ? Duration.ofMillis(block.position().getAsLong()) : position;
    }

    private void onRead(Block block) {
        position = start(block).plusMillis(block.samples().remaining() / 32);
    }

    /** Reads the audio up to where the next message is awaited, or to its end. */
    byte[] read() {
        ByteArrayOutputStream samples = new ByteArrayOutputStream();
        assertThat(source.open()).isCompletedWithValue(new AudioSource.Opened(PcmFormat.PCM_16000, 1));
        CompletionStage<Block> next = next();
        while (isRead(next)) {
            Block block = next.toCompletableFuture().join();
            if (block == Block.END) {
                return samples.toByteArray();
            }
            byte[] bytes = new byte[block.samples().remaining()];
            block.samples().get(bytes);
            samples.writeBytes(bytes);
            next = next();
        }
        waiting = next;
        return samples.toByteArray();
    }

    private CompletionStage<Block> next() {
        CompletableFuture<Block> next = new CompletableFuture<>();
        source.read((block, failure) -> {
            if (failure == null) {
                onRead(block);
                next.complete(block);
            } else {
                next.completeExceptionally(failure);
            }
        });
        return next;
    }

    /** The block for which {@link #read()} has waited. */
    Block late() {
        return waiting.toCompletableFuture().join();
    }

    private static boolean isRead(CompletionStage<Block> next) {
        return next.toCompletableFuture().isDone();
    }

    void say(String text, Duration through) {
        transcription.onSegment(new Segment(segments++, text, null, List.of()), through);
        if (transcription.wantsCoverage()) {
            transcription.onCovered(through);
        }
    }

    void covered(Duration through) {
        assertThat(transcription.wantsCoverage()).isTrue();
        transcription.onCovered(through);
    }

    @Override
    public Duration position() {
        return position;
    }

    boolean ended;

    void end() {
        end(Optional.empty());
    }

    void fail(ErrorCode code) {
        end(Optional.of(SessionFailure.of(code, "by the test")));
    }

    private void end(Optional<SessionFailure> why) {
        ended = true;
        source.close();
        transcription.onEnd(SessionEnd.nothing(why));
    }

    /** It has sent as much audio as it may, and fails. */
    void spend() {
        limit = SpentLimit.make();
        fail(ErrorCode.AUDIO_LIMIT_EXCEEDED);
    }

    private AudioLimit limit = new AudioLimit(Duration.ZERO);

    @Override
    public AudioLimit limit() {
        return limit;
    }

    @Override
    public void start() {}

    @Override
    public void delivered() {
        delivered++;
    }

    @Override
    public void change(Hints.Change change) {
        changes.add(change);
    }

    @Override
    public void abort(SessionFailure failure) {
        aborted = Optional.of(failure);
    }

    @Override
    public List<SessionSnapshot> snapshots() {
        return List.of();
    }
}
