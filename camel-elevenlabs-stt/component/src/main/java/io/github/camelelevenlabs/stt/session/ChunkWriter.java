package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Envelope;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ProtocolCodec;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Writes {@code input_audio_chunk} messages to a connection: audio in chunks that the service accepts, the first one with the
 * text before it, and an empty one before the service closes the connection as idle. Used on the session's loop.
 */
final class ChunkWriter {

    private final PcmFormat format;
    private final Duration chunkDuration;
    private final Duration keepAliveInterval;
    private final Supplier<String> previousText;
    private final SessionLoop loop;
    private final Envelope audio;
    private final Envelope commit;

    private Transport.Link link;
    private boolean first = true;
    private int divisor = 1;
    private long writtenAt;
    private SessionLoop.Timer keepAlive = SessionLoop.Timer.NONE;

    /** @param previousText asked when the first message goes; may give null */
    ChunkWriter(SessionSettings settings, PcmFormat format, Supplier<String> previousText, SessionLoop loop) {
        this.format = format;
        this.chunkDuration = settings.chunkDuration();
        this.keepAliveInterval = settings.keepAliveInterval();
        this.previousText = previousText;
        this.loop = loop;
        this.audio = ProtocolCodec.envelope(false, format.sampleRate(), null);
        this.commit = ProtocolCodec.envelope(true, format.sampleRate(), null);
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
        return link.isWritable();
    }

    void audio(Slice samples) {
        int limit = (int) format.samples(chunkDuration) * format.bytesPerSample() / divisor;
        if (samples.length() <= limit) {
            write(samples, false);
        } else {
            writeInPieces(samples, Math.max(limit - limit % format.bytesPerSample(), format.bytesPerSample()));
        }
    }

    private void writeInPieces(Slice whole, int size) {
        for (int at = 0; at < whole.length(); at += size) {
            write(new Slice(whole.array(), whole.offset() + at, Math.min(size, whole.length() - at)), false);
        }
    }

    /** @param padding silence before the commit, as much as the service needs to accept it */
    void commit(Slice padding) {
        write(padding, true);
    }

    private void write(Slice samples, boolean committing) {
        writtenAt = loop.nanoTime();
        link.send(new InputAudioChunk(samples, envelope(committing)));
    }

    private Envelope envelope(boolean committing) {
        if (first) {
            first = false;
            return ProtocolCodec.envelope(committing, format.sampleRate(), previousText.get());
        }
        return committing ? commit : audio;
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
