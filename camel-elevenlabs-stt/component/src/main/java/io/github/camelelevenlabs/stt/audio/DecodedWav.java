package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.FrameCutter;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Parses the WAV with 16-bit samples at 16 kHz that ffmpeg writes to a pipe. All bytes after the header are samples,
 * even when they look like another file.
 */
final class DecodedWav {

    private static final int FILE_HEADER = 12;
    private static final int CHUNK_HEADER = 8;

    /** The offset of the channel count in the {@code fmt} chunk. */
    private static final int CHANNELS_AT = 2;

    /** Far above the size of the header that ffmpeg writes. */
    private static final int MAX_HEADER = 4 * 1024;

    private ByteBuffer header = ByteBuffer.allocate(0);
    private FrameCutter frames;
    private int channels;

    /** Takes all bytes; returns the whole samples among them. */
    ByteBuffer decode(ByteBuffer in) throws AudioException {
        if (frames == null) {
            header = Joined.of(header, in).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.limit());
            return readHeader();
        }
        return frames.whole(in);
    }

    private ByteBuffer readHeader() throws AudioException {
        int at = FILE_HEADER;
        while (at + CHUNK_HEADER <= header.remaining()) {
            int content = at + CHUNK_HEADER;
            boolean describes = Magic.isAt(header, at, "fmt ");
            if (Magic.isAt(header, at, "data") && channels > 0) {
                frames = new FrameCutter(channels * Short.BYTES);
                return frames.whole(header.slice(header.position() + content, header.remaining() - content));
            } else if (describes && header.remaining() >= content + CHANNELS_AT + Short.BYTES) {
                channels = header.getShort(header.position() + content + CHANNELS_AT);
            } else if (describes) {
                return ByteBuffer.allocate(0);
            }
            long next = content + Integer.toUnsignedLong(header.getInt(header.position() + at + 4));
            if (next > MAX_HEADER) {
                throw new AudioException("The decoder wrote a WAV header that is not understood");
            }
            at = (int) next;
        }
        return ByteBuffer.allocate(0);
    }

    /** The format; known before the first sample is returned. */
    Optional<PcmFormat> format() {
        return frames == null ? Optional.empty() : Optional.of(PcmFormat.PCM_16000);
    }

    int channels() {
        return channels;
    }
}
