package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.audio.pcm.SpeakerLayout;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * The {@code fmt} chunk of a WAV.
 *
 * @param encoding the format tag; for an extensible header, the one in its sub-format
 * @param sampleRate samples per second
 * @param bytesPerFrame the size of one sample of every channel
 * @param bitsPerSample the number of used bits in a sample
 * @param speakers the speaker layout of an extensible header
 */
record WavFormat(
        ByteOrder order,
        int encoding,
        int channels,
        long sampleRate,
        int bytesPerFrame,
        int bitsPerSample,
        SpeakerLayout speakers) {

    /** The number of bytes that are read; an encoding may append its own parameters. */
    static final int BYTES = 40;

    private static final int BYTES_OF_PLAIN = 16;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int A_LAW = 6;
    private static final int MU_LAW = 7;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int SPEAKERS = 20;
    private static final int SUB_FORMAT = 24;
    // The part of a sub-format GUID behind the format tag, as two big-endian numbers.
    private static final long TAGGED_GUID_HIGH = 0x0000_0000_0000_1000L;
    private static final long TAGGED_GUID_LOW = 0x8000_00AA_0038_9B71L;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(PCM, "PCM"),
            Map.entry(0x02, "Microsoft ADPCM"),
            Map.entry(FLOAT, "floating point"),
            Map.entry(A_LAW, "A-law"),
            Map.entry(MU_LAW, "mu-law"),
            Map.entry(0x11, "IMA ADPCM"),
            Map.entry(0x31, "GSM 6.10"),
            Map.entry(0x40, "G.721"),
            Map.entry(0x50, "MPEG"),
            Map.entry(0x55, "MP3"));

    /** Parses the first bytes of a {@code fmt} chunk, at most {@link #BYTES} of them, in their byte order. */
    static WavFormat parse(ByteBuffer fmt) throws AudioException {
        if (fmt.remaining() < BYTES_OF_PLAIN) {
            throw AudioException.refused(
                    "WAV whose fmt chunk has " + fmt.remaining() + " bytes, not " + BYTES_OF_PLAIN);
        }
        int tag = Short.toUnsignedInt(fmt.getShort(0));
        return new WavFormat(
                fmt.order(),
                tag == EXTENSIBLE ? subFormat(fmt) : tag,
                Short.toUnsignedInt(fmt.getShort(2)),
                Integer.toUnsignedLong(fmt.getInt(4)),
                Short.toUnsignedInt(fmt.getShort(12)),
                Short.toUnsignedInt(fmt.getShort(14)),
                tag == EXTENSIBLE ? new SpeakerLayout(fmt.getInt(SPEAKERS)) : SpeakerLayout.UNKNOWN);
    }

    private static int subFormat(ByteBuffer fmt) throws AudioException {
        if (fmt.remaining() < BYTES) {
            throw AudioException.refused(
                    "WAV whose extensible fmt chunk has " + fmt.remaining() + " bytes, not " + BYTES);
        }
        int tag = Short.toUnsignedInt(fmt.getShort(SUB_FORMAT));
        ByteBuffer guid = fmt.slice(SUB_FORMAT, 16);
        long high = guid.getLong(0);
        long low = guid.getLong(8);
        if ((high & 0x0000_FFFF_FFFF_FFFFL) != TAGGED_GUID_HIGH || low != TAGGED_GUID_LOW) {
            throw new UnknownEncodingException(
                    String.format("WAV with an encoding of its own (sub-format %016X%016X)", high, low));
        }
        return tag;
    }

    /** The layout of the samples. */
    SampleLayout layout() throws AudioException {
        return new SampleLayout(sampleEncoding(), order, channels, sampleRate, speakers);
    }

    private SampleEncoding sampleEncoding() throws AudioException {
        int bytes = bytesPerSample();
        if (encoding == PCM && bytes >= 1 && bytes <= 4) {
            return bytes == 1 ? SampleEncoding.UNSIGNED_8 : SampleEncoding.signed(bytes);
        } else if (encoding == FLOAT && (bytes == 4 || bytes == 8)) {
            return bytes == 4 ? SampleEncoding.FLOAT_32 : SampleEncoding.FLOAT_64;
        } else if (encoding == MU_LAW && bytes == 1) {
            return SampleEncoding.MU_LAW;
        } else if (encoding == A_LAW && bytes == 1) {
            return SampleEncoding.A_LAW;
        }
        throw new UnknownEncodingException(toString());
    }

    /** The size of a sample. Samples of 20 bits use three bytes, or four if the frame length says so. */
    private int bytesPerSample() {
        int needed = (bitsPerSample + 7) / 8;
        boolean roomier = channels > 0 && bytesPerFrame == channels * Integer.BYTES && needed == 3;
        return roomier ? Integer.BYTES : needed;
    }

    /** Such as {@code WAV with 2 channels of 24-bit PCM at 96000 Hz}. */
    @Override
    public String toString() {
        String name = NAMES.getOrDefault(encoding, String.format("encoding 0x%04X", encoding));
        return "WAV with " + channels + (channels == 1 ? " channel of " : " channels of ") + bitsPerSample + "-bit "
                + name + " at " + sampleRate + " Hz";
    }
}
