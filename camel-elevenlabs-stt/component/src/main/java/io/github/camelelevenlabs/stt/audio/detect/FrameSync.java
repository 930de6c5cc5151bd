package io.github.camelelevenlabs.stt.audio.detect;

import static io.github.camelelevenlabs.stt.audio.detect.Magic.byteAt;

import java.nio.ByteBuffer;

/**
 * Finds frames in formats that consist of frames only, each with its own header, so that decoding can start at any
 * frame. The sync bits of one header occur by chance; several headers, each at the position that the previous one
 * announces, do not.
 */
public enum FrameSync {
    /** MP3 and MP2. */
    MPEG_AUDIO {
        /**
         * Eleven sync bits, then a version, layer, bit rate and sample rate that exist. Layer I and the free bit rate
         * exist too, but are no longer used, and quiet samples around -1 look like them.
         */
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            if (bytes.remaining() < index + 4
                    || byteAt(bytes, index) != 0xFF
                    || (byteAt(bytes, index + 1) & 0xE0) != 0xE0) {
                return 0;
            }
            int version = byteAt(bytes, index + 1) >> 3 & 0b11;
            int layer = byteAt(bytes, index + 1) >> 1 & 0b11;
            int bitRate = byteAt(bytes, index + 2) >> 4;
            int sampleRate = byteAt(bytes, index + 2) >> 2 & 0b11;
            int padding = byteAt(bytes, index + 2) >> 1 & 1;
            boolean exists = version != 0b01
                    && (layer == LAYER_2 || layer == LAYER_3)
                    && bitRate != 0
                    && bitRate != 0b1111
                    && sampleRate != 0b11;
            return exists ? length(version, layer, bitRate, sampleRate) + padding : 0;
        }

        /** Version, layer, sample rate, and whether it is mono. The bit rate may change from frame to frame. */
        @Override
        public int kindAt(ByteBuffer bytes, int index) {
            boolean mono = byteAt(bytes, index + 3) >> 6 == 0b11;
            return (byteAt(bytes, index + 1) & 0x1E) << 8 | byteAt(bytes, index + 2) & 0x0C | (mono ? 1 : 0);
        }

        private int length(int version, int layer, int bitRate, int sampleRate) {
            boolean first = version == 0b11;
            int[] kilobits = !first ? LATER_KILOBITS : layer == LAYER_2 ? LAYER_2_KILOBITS : LAYER_3_KILOBITS;
            int rate = SAMPLE_RATES[sampleRate] / (first ? 1 : version == 0b10 ? 2 : 4);
            int bytesPerFrame = !first && layer == LAYER_3 ? 72 : 144;
            return bytesPerFrame * kilobits[bitRate - 1] * 1000 / rate;
        }
    },
    /** AAC. */
    ADTS {
        /** Twelve sync bits, layer 0, one of the 13 sample rates, and a length. */
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            boolean header = bytes.remaining() >= index + ADTS_HEADER
                    && byteAt(bytes, index) == 0xFF
                    && (byteAt(bytes, index + 1) & 0xF6) == 0xF0
                    && (byteAt(bytes, index + 2) >> 2 & 0b1111) < 13;
            if (!header) {
                return 0;
            }
            int length = (byteAt(bytes, index + 3) & 0b11) << 11
                    | byteAt(bytes, index + 4) << 3
                    | byteAt(bytes, index + 5) >> 5;
            return length < ADTS_HEADER ? 0 : length;
        }

        /** Profile, sample rate and channels. */
        @Override
        public int kindAt(ByteBuffer bytes, int index) {
            return (byteAt(bytes, index + 2) & 0xFD) << 8 | byteAt(bytes, index + 3) & 0xC0;
        }
    },
    /** AC-3, used in films and broadcasts. */
    AC_3 {
        /** Sixteen sync bits, a sample rate and a frame size that exist, and a version of at most 10. */
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            if (!isDolby(bytes, index) || byteAt(bytes, index + 5) >> 3 > LAST_AC_3) {
                return 0;
            }
            int sampleRate = byteAt(bytes, index + 4) >> 6;
            int size = byteAt(bytes, index + 4) & 0x3F;
            if (sampleRate == 0b11 || size >= 2 * AC_3_KILOBITS.length) {
                return 0;
            }
            int kilobits = AC_3_KILOBITS[size / 2];
            return 2
                    * switch (sampleRate) {
                        case 0 -> 2 * kilobits;
                        case 1 -> kilobits * 96_000 / 44_100 + size % 2;
                        default -> 3 * kilobits;
                    };
        }
    },
    /** E-AC-3, the successor. Each frame states its length. */
    E_AC_3 {
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            int version = isDolby(bytes, index) ? byteAt(bytes, index + 5) >> 3 : 0;
            if (version <= LAST_AC_3 || version > LAST_E_AC_3) {
                return 0;
            }
            return 2 * ((byteAt(bytes, index + 2) & 0b111) << 8 | byteAt(bytes, index + 3)) + 2;
        }
    },
    /** MPEG-TS: packets that begin with the byte {@code G}. */
    TRANSPORT_STREAM {
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            return bytes.remaining() > index && byteAt(bytes, index) == 'G' ? TRANSPORT_PACKET : 0;
        }
    },
    /** MPEG-TS with a timestamp of four bytes before each packet, as cameras and Blu-ray write it. */
    TIMED_TRANSPORT_STREAM {
        @Override
        public int lengthAt(ByteBuffer bytes, int index) {
            boolean sync = bytes.remaining() > index + 4 && byteAt(bytes, index + 4) == 'G';
            return sync ? 4 + TRANSPORT_PACKET : 0;
        }
    };

    /** The number of consecutive frames that does not occur by chance. */
    private static final int RUN = 3;

    private static final int LAYER_2 = 0b10;
    private static final int LAYER_3 = 0b01;
    private static final int ADTS_HEADER = 7;
    private static final int DOLBY_HEADER = 6;
    private static final int LAST_AC_3 = 10;
    private static final int LAST_E_AC_3 = 16;
    private static final int[] AC_3_KILOBITS = {
        32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640
    };
    private static final int TRANSPORT_PACKET = 188;

    static final int BYTES_OF_TRANSPORT_RUN = (RUN - 1) * (4 + TRANSPORT_PACKET) + 5;

    private static final int[] SAMPLE_RATES = {44_100, 48_000, 32_000};
    private static final int[] LAYER_2_KILOBITS = {32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384};
    private static final int[] LAYER_3_KILOBITS = {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};

    /** For both layers in MPEG-2 and 2.5. */
    private static final int[] LATER_KILOBITS = {8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    /** The length of the frame whose header is at the index; 0 when there is none. */
    public abstract int lengthAt(ByteBuffer bytes, int index);

    /** The properties that all frames for one decoder share. The index must be that of a frame header. */
    public int kindAt(ByteBuffer bytes, int index) {
        return 0;
    }

    boolean isAtStartOf(ByteBuffer bytes) {
        return lengthAt(bytes, 0) > 0;
    }

    /** Whether the bytes begin with several consecutive frames. */
    boolean isRunIn(ByteBuffer bytes) {
        return isRunAt(bytes, 0);
    }

    /** Whether several consecutive frames begin at any index. */
    boolean isRunWithin(ByteBuffer bytes) {
        for (int index = 0; index < bytes.remaining(); index++) {
            if (isRunAt(bytes, index)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRunAt(ByteBuffer bytes, int start) {
        int index = start;
        for (int i = 0; i < RUN; i++) {
            int length = lengthAt(bytes, index);
            if (length == 0) {
                return false;
            }
            index += length;
        }
        return true;
    }

    private static boolean isDolby(ByteBuffer bytes, int index) {
        return bytes.remaining() >= index + DOLBY_HEADER
                && byteAt(bytes, index) == 0x0B
                && byteAt(bytes, index + 1) == 0x77;
    }
}
