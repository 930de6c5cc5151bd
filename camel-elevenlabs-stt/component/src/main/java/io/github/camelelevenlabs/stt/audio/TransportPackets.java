package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The packets of MPEG-TS (ISO 13818-1). Where a new program map names other sound than the one before, another decoder has to
 * begin: ffmpeg chooses its track once. Maps of more than one packet are not read; they do not occur with a few tracks.
 */
final class TransportPackets implements Framing {

    private static final int PACKET = 188;
    private static final int RUN = 6;
    private static final int PROGRAM_TABLE = 0x00;
    private static final int PROGRAM_MAP = 0x02;
    private static final int NO_PID = -1;
    private static final int CRC_POLYNOMIAL = 0x04C11DB7;

    private int mapPid = NO_PID;
    private ByteBuffer programTable;
    private List<Integer> sound;

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() <= index) {
            return MORE;
        } else if (Framing.byteAt(bytes, index) != 'G') {
            return NONE;
        }
        return bytes.remaining() < index + PACKET ? MORE : PACKET;
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        return runAt(bytes, index);
    }

    static long runAt(ByteBuffer bytes, int index) {
        for (int i = 0; i < RUN; i++) {
            int at = index + i * PACKET;
            if (bytes.remaining() <= at) {
                return MORE;
            } else if (Framing.byteAt(bytes, at) != 'G') {
                return NONE;
            }
        }
        return bytes.remaining() < index + RUN * PACKET ? MORE : RUN * PACKET;
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        return pid(bytes, index) == mapPid
                && sound != null
                && soundIn(bytes, index).filter(next -> !next.equals(sound)).isPresent();
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        int section = sectionAt(bytes, index);
        if (pid(bytes, index) == 0 && section > 0 && Framing.byteAt(bytes, section) == PROGRAM_TABLE) {
            onProgramTable(bytes, index, section);
        } else if (pid(bytes, index) == mapPid) {
            soundIn(bytes, index).ifPresent(next -> sound = next);
        }
    }

    private void onProgramTable(ByteBuffer bytes, int index, int section) {
        int end = Math.min(index + PACKET, section + 3 + length(bytes, section + 1)) - 4;
        for (int at = section + 8; at + 4 <= end; at += 4) {
            if ((Framing.byteAt(bytes, at) << 8 | Framing.byteAt(bytes, at + 1)) != 0) {
                mapPid = pid(bytes, at + 1);
                programTable = ByteBuffer.allocate(PACKET)
                        .put(bytes.slice(bytes.position() + index, PACKET))
                        .flip();
                return;
            }
        }
    }

    /** PIDs and types of the sound that this packet's program map names; empty when there is none in it. */
    private static Optional<List<Integer>> soundIn(ByteBuffer bytes, int index) {
        int section = sectionAt(bytes, index);
        if (section == 0 || section + 12 > index + PACKET || Framing.byteAt(bytes, section) != PROGRAM_MAP) {
            return Optional.empty();
        }
        int end = section + 3 + length(bytes, section + 1) - 4;
        int at = section + 12 + length(bytes, section + 10);
        if (end > index + PACKET) {
            return Optional.empty();
        }
        List<Integer> found = new ArrayList<>();
        while (at + 5 <= end) {
            int type = Framing.byteAt(bytes, at);
            int descriptors = length(bytes, at + 3);
            if (isSound(type) || type == 0x06 && isSoundDescribed(bytes, at + 5, Math.min(end, at + 5 + descriptors))) {
                found.add(type << 13 | pid(bytes, at));
            }
            at += 5 + descriptors;
        }
        return Optional.of(found);
    }

    /** MPEG audio, AAC in ADTS and LATM, and those of ATSC and Blu-ray (AC-3, DTS). */
    private static boolean isSound(int type) {
        return type == 0x03 || type == 0x04 || type == 0x0F || type == 0x11 || type >= 0x80 && type <= 0x87;
    }

    /** DVB's AC-3, E-AC-3, DTS and AAC, and what is registered, such as Opus. */
    private static boolean isSoundDescribed(ByteBuffer bytes, int from, int to) {
        for (int at = from; at + 2 <= to; at += 2 + Framing.byteAt(bytes, at + 1)) {
            int tag = Framing.byteAt(bytes, at);
            boolean registered = tag == 0x05
                    && (Framing.isAt(bytes, at + 2, "Opus")
                            || Framing.isAt(bytes, at + 2, "AC-3")
                            || Framing.isAt(bytes, at + 2, "EAC3"));
            if (registered || tag == 0x6A || tag == 0x7A || tag == 0x7B || tag == 0x7C) {
                return true;
            }
        }
        return false;
    }

    /** Where a section begins that is in this packet as a whole; 0 when none does. */
    private static int sectionAt(ByteBuffer bytes, int index) {
        boolean starts = (Framing.byteAt(bytes, index + 1) & 0x40) != 0;
        int control = Framing.byteAt(bytes, index + 3) >> 4 & 0b11;
        if (!starts || (control & 0b01) == 0) {
            return 0;
        }
        int payload = index + 4 + (control == 0b11 ? 1 + Framing.byteAt(bytes, index + 4) : 0);
        if (payload >= index + PACKET) {
            return 0;
        }
        int section = payload + 1 + Framing.byteAt(bytes, payload);
        if (section + 3 > index + PACKET) {
            return 0;
        }
        int end = section + 3 + length(bytes, section + 1);
        return end <= index + PACKET && isWhole(bytes, section, end) ? section : 0;
    }

    /** Whether it is as it was sent: its CRC (ISO 13818-1, annex A) over all of it is zero. */
    private static boolean isWhole(ByteBuffer bytes, int section, int end) {
        int crc = -1;
        for (int at = section; at < end; at++) {
            crc ^= Framing.byteAt(bytes, at) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? CRC_POLYNOMIAL : 0);
            }
        }
        return crc == 0;
    }

    private static int pid(ByteBuffer bytes, int index) {
        return (Framing.byteAt(bytes, index + 1) & 0x1F) << 8 | Framing.byteAt(bytes, index + 2);
    }

    private static int length(ByteBuffer bytes, int index) {
        return (Framing.byteAt(bytes, index) & 0x0F) << 8 | Framing.byteAt(bytes, index + 1);
    }

    @Override
    public Optional<ByteBuffer> preface() {
        return Optional.ofNullable(programTable).map(ByteBuffer::duplicate);
    }

    @Override
    public boolean isWithoutSound() {
        return sound == null || sound.isEmpty();
    }
}
