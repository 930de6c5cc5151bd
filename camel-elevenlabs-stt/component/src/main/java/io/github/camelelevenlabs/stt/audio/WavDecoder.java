package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Reads RIFF/WAVE as it comes.
 *
 * <p>A data length of 0 or 0xFFFFFFFF means that the audio lasts until the recording ends. A recording that ends before
 * the length it claims is taken as far as it goes. The 64-bit variants RF64 and BW64 write 0xFFFFFFFF there too; their
 * real length is not looked up. RIFX is the same with its numbers the other way round.
 */
final class WavDecoder extends ChunkDecoder {

    private static final Set<String> MAGICS = Set.of("RIFF", "RF64", "BW64", "RIFX");

    private final ChannelMode mode;

    WavDecoder(ChannelMode mode) {
        super("WAV", WavFormat.BYTES);
        this.mode = mode;
    }

    /** Whether a whole RIFF header of a WAV stands at the beginning of these bytes, which stay where they are. */
    static boolean isWav(ByteBuffer bytes) {
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
        return id.equals("fmt ") ? WavFormat.BYTES : 0;
    }

    @Override
    Decoder describe(ByteBuffer bytes) throws AudioException {
        return WavFormat.parse(bytes).layout().decoder("WAV", mode);
    }

    @Override
    int bytesBeforeSamples(String id) {
        return id.equals("data") ? 0 : -1;
    }
}
