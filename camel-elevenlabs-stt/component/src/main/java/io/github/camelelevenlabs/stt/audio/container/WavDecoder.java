package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes RIFF/WAVE from a stream.
 *
 * <p>A data length of 0, or of about 2 or 4 GB, means that the audio lasts until the end of the recording, unless
 * chunks follow it. A recording that ends early is decoded as far as it goes. The 64-bit variants RF64 and BW64 keep
 * their lengths in the chunk {@code ds64}. RIFX is the big-endian variant.
 */
public final class WavDecoder extends ChunkDecoder {

    private static final Set<String> MAGICS = Set.of("RIFF", "RF64", "BW64", "RIFX");

    /** Three 64-bit numbers, the number of table entries, and more entries than a file has chunks. */
    private static final int MAX_LENGTHS_BYTES = 28 + 12 * 64;

    private static final int LENGTH_OF_DATA = 8;
    private static final int TABLE_LENGTH = 24;
    private static final int TABLE = 28;
    private static final int ENTRY = 12;

    private final DecoderSettings settings;
    /** The 64-bit lengths of chunks by name, from the chunk {@code ds64}. Chunks of one name have the same length. */
    private final Map<String, Long> lengths = new HashMap<>();

    public WavDecoder(DecoderSettings settings) {
        super("WAV", MAX_LENGTHS_BYTES);
        this.settings = settings;
    }

    /** Whether these bytes begin with a complete WAV header. The position of the buffer stays the same. */
    public static boolean isWav(ByteBuffer bytes) {
        return bytes.remaining() >= FILE_HEADER_BYTES
                && MAGICS.contains(Excerpt.of(bytes.slice(bytes.position(), 4)))
                && Excerpt.of(bytes.slice(bytes.position() + 8, 4)).equals("WAVE");
    }

    @Override
    ByteOrder fileHeader(ByteBuffer bytes) throws AudioException {
        String magic = Excerpt.of(bytes.slice(0, 4));
        if (!isWav(bytes)) {
            throw AudioException.refused(
                    "A " + magic + " file of the kind '" + Excerpt.of(bytes.slice(8, 4)) + "' is not accepted");
        }
        return magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    int descriptionBytes(String id, long length) {
        return switch (id) {
            case "fmt " -> WavFormat.BYTES;
            case "ds64" -> (int) Math.min(length, MAX_LENGTHS_BYTES);
            default -> 0;
        };
    }

    @Override
    Optional<Decoder> describe(String id, ByteBuffer bytes) throws AudioException {
        if (id.equals("ds64")) {
            readLengths(bytes);
            return Optional.empty();
        }
        return Optional.of(WavFormat.parse(bytes).layout().decoder("WAV", settings));
    }

    /** Reads as many entries as are complete. */
    private void readLengths(ByteBuffer ds64) {
        lengths.clear();
        if (ds64.remaining() >= LENGTH_OF_DATA + Long.BYTES) {
            lengths.put("data", ds64.getLong(LENGTH_OF_DATA));
        }
        long entries = ds64.remaining() < TABLE ? 0 : Integer.toUnsignedLong(ds64.getInt(TABLE_LENGTH));
        for (int at = TABLE; entries > 0 && at + ENTRY <= ds64.remaining(); at += ENTRY, entries--) {
            lengths.putIfAbsent(Excerpt.of(ds64.slice(at, ChunkId.BYTES)), ds64.getLong(at + ChunkId.BYTES));
        }
    }

    @Override
    long length(String id, long length) {
        long known = lengths.getOrDefault(id, 0L);
        boolean possible = known > 0 && known < Long.MAX_VALUE / 2;
        return length == 0xFFFF_FFFFL && possible ? known : length;
    }

    @Override
    int bytesBeforeSamples(String id) {
        return id.equals("data") ? 0 : -1;
    }
}
