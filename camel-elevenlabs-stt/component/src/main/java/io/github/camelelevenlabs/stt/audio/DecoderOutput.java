package io.github.camelelevenlabs.stt.audio;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.FrameCutter;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parses the output of ffmpeg: a WAV, or Matroska with 16-bit samples when timestamps are needed. Understands only
 * the Matroska that ffmpeg writes. Used by one thread.
 */
final class DecoderOutput {

    /** The time of samples without a timestamp. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final String EBML = "\u001A\u0045\u00DF\u00A3";
    private static final int SEGMENT = 0x18538067;
    private static final int TRACKS = 0x1654AE6B;
    private static final int TRACK = 0xAE;
    private static final int AUDIO = 0xE1;
    private static final int CHANNELS = 0x9F;
    private static final int CLUSTER = 0x1F43B675;
    private static final int CLUSTER_TIME = 0xE7;
    private static final int BLOCK_GROUP = 0xA0;
    private static final int BLOCK = 0xA1;
    private static final int SIMPLE_BLOCK = 0xA3;
    private static final int BLOCK_HEADER = 4;

    private static final int WAV_FILE_HEADER = 12;
    private static final int WAV_CHUNK_HEADER = 8;

    /** The number of bytes of the {@code fmt} chunk up to the channel count, which has two bytes. */
    private static final int WAV_CHANNELS_AT = 2;

    /** Far above the size of the header that ffmpeg writes. */
    private static final int MAX_WAV_HEADER = 4 * 1024;

    /** Far above one second of eight channels. */
    private static final int MAX_ELEMENT = 4 * 1024 * 1024;

    /**
     * @param millis the timestamp of the first sample in milliseconds, or {@link #NO_TIME}
     * @param samples interleaved samples of all channels
     */
    record Samples(long millis, ByteBuffer samples) {}

    /** Cuts the samples of a WAV, whose header has been parsed; otherwise null. */
    private FrameCutter wav;

    private boolean matroska;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private long toSkip;
    private int wanted;
    /** The number of channels of each track; a WAV has one track. */
    private final List<Integer> channels = new ArrayList<>();

    private long clusterMillis;

    /** Selects the track with this index in the output of ffmpeg, counted from 0. */
    void choose(int track) {
        wanted = track;
    }

    /** Parses the next bytes and returns the samples in them. */
    List<Samples> read(ByteBuffer bytes) throws IOException {
        if (wav != null) {
            return List.of(new Samples(NO_TIME, wav.whole(bytes)));
        }
        held = Joined.of(held, bytes);
        matroska |= Magic.isAtStart(held, EBML);
        return matroska ? elements() : List.of(new Samples(NO_TIME, samplesOfWav()));
    }

    /** Parses the header of a WAV. All bytes after it are samples, even when they look like another file. */
    private ByteBuffer samplesOfWav() throws AudioException {
        int at = WAV_FILE_HEADER;
        int count = 0;
        while (at + WAV_CHUNK_HEADER <= held.remaining()) {
            int content = at + WAV_CHUNK_HEADER;
            if (Magic.isAt(held, at, "data") && count > 0) {
                channels.add(count);
                wav = new FrameCutter(count * Short.BYTES);
                return wav.whole(held.position(content));
            } else if (Magic.isAt(held, at, "fmt ")) {
                if (held.remaining() < content + WAV_CHANNELS_AT + Short.BYTES) {
                    break;
                }
                count = (int) Magic.number(held, content + WAV_CHANNELS_AT, Short.BYTES, LITTLE_ENDIAN);
            }
            long next = content + Magic.number(held, at + 4, 4, LITTLE_ENDIAN);
            if (next > MAX_WAV_HEADER) {
                throw new AudioException("The decoder wrote a WAV header that is not understood");
            }
            at = (int) next;
        }
        return ByteBuffer.allocate(0);
    }

    /** The number of channels; known with the first samples. */
    int channels() {
        return channels.get(wanted);
    }

    /** The format; empty until it is known. */
    Optional<PcmFormat> format() {
        return channels.size() > wanted ? Optional.of(PcmFormat.PCM_16000) : Optional.empty();
    }

    private List<Samples> elements() throws IOException {
        List<Samples> samples = new ArrayList<>();
        while (held.hasRemaining()) {
            if (toSkip > 0) {
                int skipped = (int) Math.min(toSkip, held.remaining());
                held.position(held.position() + skipped);
                toSkip -= skipped;
            } else if (!element(samples)) {
                break;
            }
        }
        held = held.slice();
        return samples;
    }

    /** Parses one element or its header; false when more bytes are needed. */
    private boolean element(List<Samples> samples) throws IOException {
        int idLength = lengthAt(0);
        int sizeLength = idLength > 0 && held.remaining() > idLength ? lengthAt(idLength) : 0;
        if (sizeLength == 0 || held.remaining() < idLength + sizeLength) {
            return false;
        }
        int id = (int) Magic.number(held, 0, idLength, BIG_ENDIAN);
        long size = Magic.number(held, idLength, sizeLength, BIG_ENDIAN) & (1L << 7 * sizeLength) - 1;
        int content = held.position() + idLength + sizeLength;
        switch (id) {
            case SEGMENT, TRACKS, TRACK, AUDIO, CLUSTER, BLOCK_GROUP -> held.position(content);
            case CHANNELS, CLUSTER_TIME, BLOCK, SIMPLE_BLOCK -> {
                if (size > MAX_ELEMENT) {
                    throw new AudioException("ffmpeg wrote a block of " + size + " bytes");
                } else if (held.limit() - content < size) {
                    return false;
                }
                onElement(id, held.slice(content, (int) size), samples);
                held.position(content + (int) size);
            }
            default -> {
                held.position(content);
                toSkip = size;
            }
        }
        return true;
    }

    private void onElement(int id, ByteBuffer content, List<Samples> samples) {
        if (id == CHANNELS) {
            channels.add(content.get(0) & 0xFF);
        } else if (id == CLUSTER_TIME) {
            clusterMillis = Magic.number(content, 0, content.remaining(), BIG_ENDIAN);
        } else if ((content.get(0) & 0x7F) == wanted + 1) {
            long millis = clusterMillis + content.getShort(1) - DecodeCommand.TIMES_AHEAD_MILLIS;
            samples.add(new Samples(millis, content.slice(BLOCK_HEADER, content.remaining() - BLOCK_HEADER)));
        }
    }

    private int lengthAt(int index) {
        return Integer.numberOfLeadingZeros(Magic.byteAt(held, index)) - 23;
    }

    /** The header of a WAV of unknown length. */
    static ByteBuffer wavHeader(PcmFormat format, int channels) {
        int bytesPerFrame = channels * Short.BYTES;
        return ByteBuffer.allocate(44)
                .order(LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(-1)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) channels)
                .putInt(format.sampleRate())
                .putInt(format.sampleRate() * bytesPerFrame)
                .putShort((short) bytesPerFrame)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(-1)
                .flip();
    }
}
