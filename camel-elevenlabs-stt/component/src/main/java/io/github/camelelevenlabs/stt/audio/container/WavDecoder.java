package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.pcm.Accepted;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

    private final DecoderSettings settings;
    private LongLengths lengths = LongLengths.NONE;

    public WavDecoder(DecoderSettings settings) {
        super("WAV", LongLengths.MAX_BYTES);
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
            throw Accepted.refuse(
                    "A " + magic + " file of the kind '" + Excerpt.of(bytes.slice(8, 4)) + "' is not accepted");
        }
        return magic.equals("RIFX") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    int descriptionBytes(String id, long length) {
        return switch (id) {
            case "fmt " -> WavFormat.BYTES;
            case "ds64" -> (int) Math.min(length, LongLengths.MAX_BYTES);
            default -> 0;
        };
    }

    @Override
    Optional<Decoder> describe(String id, ByteBuffer bytes) throws AudioException {
        if (id.equals("ds64")) {
            lengths = LongLengths.parse(bytes);
            return Optional.empty();
        }
        return Optional.of(WavFormat.parse(bytes).layout().decoder("WAV", settings));
    }

    @Override
    long length(String id, long length) {
        return length == 0xFFFF_FFFFL ? lengths.of(id).orElse(length) : length;
    }

    @Override
    int bytesBeforeSamples(String id) {
        return id.equals("data") ? 0 : -1;
    }
}
