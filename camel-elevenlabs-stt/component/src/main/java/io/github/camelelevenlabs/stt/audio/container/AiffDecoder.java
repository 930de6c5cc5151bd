package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes AIFF and AIFF-C from a stream. A sound chunk without a length lasts until the recording ends. The format
 * allows the description behind the samples; such files do not occur, and no streaming decoder could read them.
 */
final class AiffDecoder extends ChunkDecoder {

    /**
     * The size of the description in AIFF: channels, frames, bits and sample rate. AIFF-C adds the name of the
     * encoding.
     */
    private static final int BYTES_OF_PLAIN = 18;

    private static final int BYTES = 22;
    private static final int RATE = 8;

    /** The offset and the block size in front of the samples. Only writers of block-aligned samples use them. */
    private static final int OFFSET_AND_BLOCK_SIZE = 8;

    private static final int EXPONENT_BIAS = 16_383;

    /** The names of signed integers of any size. */
    private static final Set<String> INTEGERS = Set.of("NONE", "twos", "sowt", "in24", "in32");

    private final DecoderSettings settings;
    private boolean named;

    AiffDecoder(DecoderSettings settings) {
        super("AIFF", BYTES);
        this.settings = settings;
    }

    @Override
    ByteOrder fileHeader(ByteBuffer bytes) {
        named = bytes.get(11) == 'C';
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    int descriptionBytes(String id, long length) {
        return id.equals("COMM") ? BYTES : 0;
    }

    @Override
    Optional<Decoder> describe(String id, ByteBuffer bytes) throws AudioException {
        int needed = named ? BYTES : BYTES_OF_PLAIN;
        if (bytes.remaining() < needed) {
            throw AudioException.refused("AIFF whose COMM chunk has " + bytes.remaining() + " bytes, not " + needed);
        }
        String encoding = named ? Excerpt.of(bytes.slice(BYTES_OF_PLAIN, 4)) : "NONE";
        int channels = Short.toUnsignedInt(bytes.getShort(0));
        int bits = Short.toUnsignedInt(bytes.getShort(6));
        long rate = extended(bytes.getShort(RATE), bytes.getLong(RATE + Short.BYTES));
        ByteOrder order = encoding.equals("sowt") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        return Optional.of(
                new SampleLayout(sampleEncoding(encoding, bits), order, channels, rate).decoder("AIFF", settings));
    }

    @Override
    int bytesBeforeSamples(String id) {
        return id.equals("SSND") ? OFFSET_AND_BLOCK_SIZE : -1;
    }

    private static SampleEncoding sampleEncoding(String name, int bits) throws AudioException {
        if (INTEGERS.contains(name) && bits >= 1 && bits <= 32) {
            return SampleEncoding.signed((bits + 7) / 8);
        }
        return switch (name) {
            case "fl32", "FL32" -> SampleEncoding.FLOAT_32;
            case "fl64", "FL64" -> SampleEncoding.FLOAT_64;
            case "ulaw", "ULAW" -> SampleEncoding.MU_LAW;
            case "alaw", "ALAW" -> SampleEncoding.A_LAW;
            default ->
                throw new UnknownEncodingException("AIFF with " + bits + "-bit samples encoded as '" + name + "'");
        };
    }

    /**
     * Reads the sample rate, an 80-bit floating-point number. Returns 0 for a rate that is not positive or too large.
     */
    private static long extended(short signAndExponent, long mantissa) {
        int shift = EXPONENT_BIAS + 63 - signAndExponent;
        return signAndExponent < 0 || shift <= 0 || shift > 63
                ? 0
                : Math.round((mantissa >>> 1) / Math.pow(2, shift - 1));
    }
}
