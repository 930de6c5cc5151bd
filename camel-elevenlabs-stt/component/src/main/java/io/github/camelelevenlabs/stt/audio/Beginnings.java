package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;

/**
 * Where one recording ends in the middle of a stream, and another begins. There a few bytes that would do at the beginning
 * of a file are too few: 48 bits of them do not occur by chance.
 */
final class Beginnings {

    private static final int MAX_MAGIC = 48;

    /** Where another format may begin. */
    sealed interface Found {
        /** It does not. */
        record Nothing() implements Found {}

        /** More bytes are needed to tell. */
        record TooFew() implements Found {}

        record Begins(Container container) implements Found {}
    }

    static final Found NOTHING = new Found.Nothing();
    static final Found TOO_FEW = new Found.TooFew();

    private Beginnings() {}

    /** What begins there. */
    static Found at(ByteBuffer bytes, int index) {
        return switch (Framing.byteAt(bytes, index)) {
            case 0xFF -> frames(bytes, index);
            case 'G' -> found(TransportPackets.runAt(bytes, index), Container.MPEG_TS);
            case 'O', 'f', 'R', 'B', '.', '#', 0x1A, 0x30, 0x00, 'F', 'c' -> magic(bytes, index);
            default -> NOTHING;
        };
    }

    private static Found frames(ByteBuffer bytes, int index) {
        Found mpeg = found(AudioFrames.runAt(FrameSync.MPEG_AUDIO, bytes, index), Container.MP3);
        return mpeg == NOTHING ? found(AudioFrames.runAt(FrameSync.ADTS, bytes, index), Container.AAC) : mpeg;
    }

    private static Found found(long run, Container container) {
        return run == Framing.MORE ? TOO_FEW : run == Framing.NONE ? NOTHING : new Found.Begins(container);
    }

    private static Found magic(ByteBuffer bytes, int index) {
        if (bytes.remaining() < index + MAX_MAGIC) {
            return mayBe(bytes, index) ? TOO_FEW : NOTHING;
        } else if (Framing.isAt(bytes, index, "OggS\0\2")) {
            return new Found.Begins(Container.OGG);
        } else if (Framing.isAt(bytes, index, "fLaC\0\0\0\42")) {
            return new Found.Begins(Container.FLAC);
        } else if (FileStart.at(bytes, index).isPresent()) {
            return new Found.Begins(FileStart.at(bytes, index).get());
        } else if (Framing.isAt(bytes, index, "RIFF") && Framing.isAt(bytes, index + 8, "AVI LIST")) {
            return new Found.Begins(Container.AVI);
        } else if (Framing.isAt(bytes, index, "#!AMR")) {
            return new Found.Begins(Container.AMR);
        } else if (Framing.isAt(bytes, index, "FLV\1") && Framing.isAt(bytes, index + 5, "\0\0\0\11")) {
            return new Found.Begins(Container.FLV);
        } else if (Framing.isAt(bytes, index, "caff\0\1\0\0desc")) {
            return new Found.Begins(Container.CAF);
        } else if (Framing.isAt(bytes, index, "\u0030\u0026\u00B2\u0075\u008E\u0066\u00CF\u0011")) {
            return new Found.Begins(Container.ASF);
        } else if (Framing.isAt(bytes, index, "\0\0") && Framing.isAt(bytes, index + 4, "ftyp")) {
            return new Found.Begins(Container.MP4);
        }
        return isMatroska(bytes, index) ? new Found.Begins(Container.MATROSKA) : NOTHING;
    }

    /** The header's document type stands within its first bytes. */
    private static boolean isMatroska(ByteBuffer bytes, int index) {
        if (!Framing.isAt(bytes, index, "\u001A\u0045\u00DF\u00A3")) {
            return false;
        }
        for (int at = index + 4; at < index + MAX_MAGIC - 8; at++) {
            if (Framing.isAt(bytes, at, "webm") || Framing.isAt(bytes, at, "matroska")) {
                return true;
            }
        }
        return false;
    }

    /** Whether the few bytes that are there are those of a magic. */
    private static boolean mayBe(ByteBuffer bytes, int index) {
        int there = bytes.remaining() - index;
        for (String magic : new String[] {
            "OggS",
            "fLaC",
            "RIFF",
            "RF64",
            "RIFX",
            "BW64",
            "FORM",
            ".snd",
            "#!AM",
            "FLV\1",
            "caff",
            "\0\0",
            "\u001A\u0045\u00DF\u00A3",
            "\u0030\u0026\u00B2\u0075"
        }) {
            if (Framing.isAt(bytes, index, magic.substring(0, Math.min(there, magic.length())))) {
                return true;
            }
        }
        return false;
    }
}
