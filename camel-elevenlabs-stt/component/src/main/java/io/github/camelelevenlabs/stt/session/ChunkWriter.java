package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes {@code input_audio_chunk} messages to a connection: audio in chunks that the service accepts, the first one with the
 * text before it, and an empty one before the service closes the connection as idle. Used on the session's loop.
 */
final class ChunkWriter {

    /** Messages that the socket has not taken yet. With more of them the session waits for the network. */
    private static final int MAX_UNSENT = 8;

    private final PcmFormat format;
    private final Duration chunkDuration;
    private final Duration keepAliveInterval;
    private final Supplier<String> previousText;
    private final SessionLoop loop;
    private final Consumer<Throwable> onWritten;

    private Transport.Link link;
    private boolean first = true;
    private int unsent;
    private int divisor = 1;
    private long writtenAt;
    private SessionLoop.Timer keepAlive = SessionLoop.Timer.NONE;

    /**
     * @param previousText asked when the first message goes; may give null
     * @param onWritten    called on the loop for each message: with null when the socket has taken it, else with the cause
     */
    ChunkWriter(
            SessionSettings settings,
            PcmFormat format,
            Supplier<String> previousText,
            SessionLoop loop,
            Consumer<Throwable> onWritten) {
        this.format = format;
        this.chunkDuration = settings.chunkDuration();
        this.keepAliveInterval = settings.keepAliveInterval();
        this.previousText = previousText;
        this.loop = loop;
        this.onWritten = onWritten;
    }

    /** From now on messages go to this link, and empty ones keep it alive. */
    void open(Transport.Link opened) {
        link = opened;
        writtenAt = loop.nanoTime();
        keepAlive.cancel();
        keepAlive = loop.schedule(keepAliveInterval, this::keepAlive);
    }

    /** Stops writing empty messages. */
    void stop() {
        keepAlive.cancel();
    }

    /** From now on each chunk is split into several messages. */
    void splitChunks() {
        divisor = 4;
    }

    /** Whether the socket keeps up. */
    boolean isKeepingUp() {
        return unsent < MAX_UNSENT;
    }

    void audio(Slice samples) {
        slices(samples).forEach(slice -> write(slice, false));
    }

    /** @param padding silence before the commit, as much as the service needs to accept it */
    void commit(Slice padding) {
        write(padding, true);
    }

    private List<Slice> slices(Slice whole) {
        int limit = (int) format.samples(chunkDuration) * format.bytesPerSample() / divisor;
        if (whole.length() <= limit) {
            return List.of(whole);
        }
        int size = Math.max(limit - limit % format.bytesPerSample(), format.bytesPerSample());
        List<Slice> slices = new ArrayList<>();
        for (int at = 0; at < whole.length(); at += size) {
            slices.add(new Slice(whole.array(), whole.offset() + at, Math.min(size, whole.length() - at)));
        }
        return slices;
    }

    private void write(Slice samples, boolean commit) {
        writtenAt = loop.nanoTime();
        unsent++;
        String context = first ? previousText.get() : null;
        first = false;
        link.send(ProtocolCodec.encode(new InputAudioChunk(samples, commit, format.sampleRate(), context)))
                .whenComplete((sent, failure) -> loop.execute(() -> {
                    unsent--;
                    onWritten.accept(failure);
                }));
    }

    private void keepAlive() {
        Duration quiet = Duration.ofNanos(loop.nanoTime() - writtenAt);
        Duration left = keepAliveInterval.minus(quiet);
        if (left.isNegative() || left.isZero()) {
            write(Slice.EMPTY, false);
            left = keepAliveInterval;
        }
        keepAlive = loop.schedule(left, this::keepAlive);
    }
}
