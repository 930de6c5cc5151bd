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
 * Reads the WAV of 16-bit samples at 16 kHz that a decoder writes to a pipe. After its header everything is samples, whatever
 * they look like: a recording of bytes that look like another file's is one all the same.
 */
final class DecodedWav {

    private static final int FILE_HEADER = 12;
    private static final int CHUNK_HEADER = 8;

    /** Of the chunk that says what the samples are. */
    private static final int CHANNELS_AT = 2;

    /** Far above what a decoder puts before the samples. */
    private static final int MAX_HEADER = 4 * 1024;

    private ByteBuffer header = ByteBuffer.allocate(0);
    private FrameCutter frames;
    private int channels;

    /** Takes all of the next bytes; gives the whole samples among them. */
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

    /** Known before the first sample comes out. */
    Optional<PcmFormat> format() {
        return frames == null ? Optional.empty() : Optional.of(PcmFormat.PCM_16000);
    }

    int channels() {
        return channels;
    }
}
