package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    /** Far above one second of eight channels. */
    private static final int MAX_ELEMENT = 4 * 1024 * 1024;

    /**
     * @param millis the timestamp of the first sample in milliseconds, or {@link #NO_TIME}
     * @param samples interleaved samples of all channels
     */
    record Samples(long millis, ByteBuffer samples) {}

    private DecodedWav wav;
    private boolean matroska;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private long toSkip;
    private int wanted;
    private final List<Integer> channels = new ArrayList<>();
    private long clusterMillis;

    /**
     * Selects a track.
     *
     * @param track the index of the track in the output of ffmpeg, counted from 0
     */
    void choose(int track) {
        wanted = track;
    }

    /** The index of the selected track in the output of ffmpeg, counted from 0. */
    int track() {
        return wanted;
    }

    /** Parses the next bytes and returns the samples in them. */
    List<Samples> read(ByteBuffer bytes) throws IOException {
        if (wav != null) {
            return List.of(new Samples(NO_TIME, wav.decode(bytes)));
        }
        held = Joined.of(held, bytes);
        if (!matroska) {
            if (held.remaining() < 4) {
                return List.of();
            }
            matroska = held.getInt(0) == 0x1A45DFA3;
            if (!matroska) {
                wav = new DecodedWav();
                return List.of(new Samples(NO_TIME, wav.decode(held)));
            }
        }
        return elements();
    }

    /** The number of channels; known with the first samples. */
    int channels() {
        return wav == null ? channels.get(wanted) : wav.channels();
    }

    /** The format; empty until it is known. */
    Optional<PcmFormat> format() {
        return wav != null
                ? wav.format()
                : channels.size() > wanted ? Optional.of(PcmFormat.PCM_16000) : Optional.empty();
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
        int start = held.position();
        int idLength = lengthAt(start);
        int sizeLength = idLength > 0 && held.limit() > start + idLength ? lengthAt(start + idLength) : 0;
        if (sizeLength == 0 || held.limit() < start + idLength + sizeLength) {
            return false;
        }
        int id = (int) number(start, idLength, false);
        long size = number(start + idLength, sizeLength, true);
        int content = start + idLength + sizeLength;
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
            clusterMillis = 0;
            while (content.hasRemaining()) {
                clusterMillis = clusterMillis << 8 | content.get() & 0xFF;
            }
        } else if ((content.get(0) & 0x7F) == wanted + 1) {
            long millis = clusterMillis + content.getShort(1) - DecodeCommand.TIMES_AHEAD_MILLIS;
            samples.add(new Samples(millis, content.slice(BLOCK_HEADER, content.remaining() - BLOCK_HEADER)));
        }
    }

    private int lengthAt(int index) {
        return Integer.numberOfLeadingZeros(held.get(index) & 0xFF) - 23;
    }

    private long number(int index, int length, boolean marked) {
        long number = held.get(index) & (marked ? 0x7F >> length - 1 : 0xFF);
        for (int i = 1; i < length; i++) {
            number = number << 8 | held.get(index + i) & 0xFF;
        }
        return number;
    }

    /** The header of a WAV of unknown length. */
    static ByteBuffer wavHeader(PcmFormat format, int channels) {
        int bytesPerFrame = channels * Short.BYTES;
        return ByteBuffer.allocate(44)
                .order(ByteOrder.LITTLE_ENDIAN)
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
