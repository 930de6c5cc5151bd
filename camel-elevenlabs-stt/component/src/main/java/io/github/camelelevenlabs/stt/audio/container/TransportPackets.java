package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packets of MPEG-TS (ISO 13818-1): plain, with a timestamp of four bytes before each as in M2TS, or with error
 * correction behind. A new decoder is needed where a new program map names other sound than before, because ffmpeg
 * selects its track only once.
 */
final class TransportPackets implements Framing {

    /** The position of the sync byte in a packet, and the length of the packet. */
    private record Layout(int syncAt, int length) {}

    private static final int PACKET = 188;
    private static final int PACKET_OF_M2TS = 192;
    private static final int PACKET_WITH_CORRECTION = 204;
    private static final List<Layout> LAYOUTS = List.of(
            new Layout(0, PACKET),
            new Layout(4, PACKET_OF_M2TS),
            new Layout(0, PACKET_OF_M2TS),
            new Layout(0, PACKET_WITH_CORRECTION));

    private static final int SHORT_RUN = 3;
    private static final int RUN = 6;
    private static final int PROGRAM_TABLE = 0x00;
    private static final int PROGRAM_MAP = 0x02;
    private static final int MAX_SECTION = 3 + 4095;
    private static final int CRC_POLYNOMIAL = 0x04C11DB7;

    private Layout layout;
    private ByteBuffer programTable = ByteBuffer.allocate(0);

    /**
     * The PIDs and types of the sound of each program, by the PID of the program map; null until the map has arrived.
     */
    private final Map<Integer, List<Integer>> programs = new HashMap<>();

    /** The sound of programs that are no longer in the table. */
    private final Set<List<Integer>> former = new HashSet<>();

    /** Incomplete sections, and their packets. */
    private final Map<Integer, ByteBuffer> begun = new HashMap<>();

    private final Map<Integer, ByteBuffer> begunPackets = new HashMap<>();

    @Override
    public long lengthAt(ByteBuffer bytes, int index) {
        if (bytes.remaining() <= index) {
            return MORE;
        } else if (layout == null) {
            long length = runAt(bytes, index, SHORT_RUN);
            layout = length > 0 ? layoutOf(bytes, index, SHORT_RUN) : null;
            return layout == null ? length : layout.length();
        } else if (bytes.remaining() > index + layout.syncAt() && Magic.byteAt(bytes, index + layout.syncAt()) != 'G') {
            return NONE;
        }
        return bytes.remaining() < index + layout.length() ? MORE : layout.length();
    }

    @Override
    public int[] firstBytes() {
        return new int[] {'G'};
    }

    @Override
    public long resumesAt(ByteBuffer bytes, int index) {
        long run = runAt(bytes, index, RUN);
        layout = run > 0 ? layoutOf(bytes, index, RUN) : layout;
        return run;
    }

    static long runAt(ByteBuffer bytes, int index) {
        return runAt(bytes, index, RUN);
    }

    private static Layout layoutOf(ByteBuffer bytes, int index, int count) {
        return LAYOUTS.stream()
                .filter(one -> runAt(bytes, index, count, one) > 0)
                .findFirst()
                .orElse(null);
    }

    /** The length of a run of packets in any layout. */
    private static long runAt(ByteBuffer bytes, int index, int count) {
        long found = NONE;
        for (Layout one : LAYOUTS) {
            long run = runAt(bytes, index, count, one);
            if (run > 0) {
                return run;
            }
            found = run == MORE ? MORE : found;
        }
        return found;
    }

    private static long runAt(ByteBuffer bytes, int index, int count, Layout one) {
        for (int i = 0; i < count; i++) {
            int at = index + i * one.length() + one.syncAt();
            if (bytes.remaining() <= at) {
                return MORE;
            } else if (Magic.byteAt(bytes, at) != 'G') {
                return NONE;
            }
        }
        return bytes.remaining() < index + count * one.length() ? MORE : count * one.length();
    }

    @Override
    public boolean isNewPart(ByteBuffer bytes, int index) {
        int map = pid(bytes, index + layout.syncAt() + 1);
        Optional<List<Integer>> next =
                programs.containsKey(map) ? section(bytes, index).flatMap(TransportPackets::sound) : Optional.empty();
        if (next.isEmpty()) {
            return false;
        }
        List<Integer> before = programs.get(map);
        return before == null ? !former.isEmpty() && !former.contains(next.get()) : !before.equals(next.get());
    }

    @Override
    public void passed(ByteBuffer bytes, int index) {
        int pid = pid(bytes, index + layout.syncAt() + 1);
        if (pid != 0 && !programs.containsKey(pid)) {
            return;
        }
        Optional<ByteBuffer> section = section(bytes, index);
        ByteBuffer packet = bytes.slice(bytes.position() + index, layout.length());
        if (section.isEmpty()) {
            keep(bytes, index, pid, packet);
            return;
        }
        begun.remove(pid);
        begunPackets.remove(pid);
        if (pid == 0 && Magic.byteAt(section.get(), 0) == PROGRAM_TABLE) {
            onProgramTable(section.get(), packet);
        } else {
            sound(section.get()).ifPresent(next -> programs.put(pid, next));
        }
    }

    private void keep(ByteBuffer bytes, int index, int pid, ByteBuffer packet) {
        ByteBuffer content = content(bytes, index);
        if (starts(bytes, index) && content.hasRemaining()) {
            begun.put(pid, Joined.of(ByteBuffer.allocate(0), content));
            begunPackets.put(pid, packet);
        } else if (begun.containsKey(pid) && begun.get(pid).remaining() < MAX_SECTION) {
            begun.put(pid, Joined.of(begun.get(pid), content));
            begunPackets.put(pid, Joined.of(begunPackets.get(pid), packet));
        }
    }

    private void onProgramTable(ByteBuffer section, ByteBuffer packet) {
        Set<Integer> maps = new HashSet<>();
        for (int at = 8; at + 4 <= section.remaining() - 4; at += 4) {
            if ((Magic.byteAt(section, at) << 8 | Magic.byteAt(section, at + 1)) != 0) {
                maps.add(pid(section, at + 2));
            }
        }
        programs.forEach((map, sound) -> {
            if (sound != null && !maps.contains(map)) {
                former.add(sound);
            }
        });
        programs.keySet().retainAll(maps);
        maps.forEach(map -> programs.putIfAbsent(map, null));
        programTable = ByteBuffer.allocate(packet.remaining()).put(packet).flip();
    }

    /** The PIDs and types of the sound in a program map; empty when the section is not a program map. */
    private static Optional<List<Integer>> sound(ByteBuffer section) {
        if (section.remaining() < 12 || Magic.byteAt(section, 0) != PROGRAM_MAP) {
            return Optional.empty();
        }
        int end = section.remaining() - 4;
        int at = 12 + length(section, 10);
        List<Integer> found = new ArrayList<>();
        while (at + 5 <= end) {
            int type = Magic.byteAt(section, at);
            int descriptors = length(section, at + 3);
            if (isSound(type)
                    || type == 0x06 && isSoundDescribed(section, at + 5, Math.min(end, at + 5 + descriptors))) {
                found.add(type << 13 | pid(section, at + 1));
            }
            at += 5 + descriptors;
        }
        return Optional.of(found);
    }

    /** MPEG audio, AAC in ADTS and LATM, and the codecs of ATSC and Blu-ray (AC-3, DTS). */
    private static boolean isSound(int type) {
        return type == 0x03 || type == 0x04 || type == 0x0F || type == 0x11 || type >= 0x80 && type <= 0x87;
    }

    /** AC-3, E-AC-3, DTS and AAC in DVB, and registered codecs such as Opus. */
    private static boolean isSoundDescribed(ByteBuffer bytes, int from, int to) {
        for (int at = from; at + 2 <= to; at += 2 + Magic.byteAt(bytes, at + 1)) {
            int tag = Magic.byteAt(bytes, at);
            boolean registered = tag == 0x05
                    && (Magic.isAt(bytes, at + 2, "Opus")
                            || Magic.isAt(bytes, at + 2, "AC-3")
                            || Magic.isAt(bytes, at + 2, "EAC3"));
            if (registered || tag == 0x6A || tag == 0x7A || tag == 0x7B || tag == 0x7C) {
                return true;
            }
        }
        return false;
    }

    /** The section that this packet completes, if its checksum is correct. */
    private Optional<ByteBuffer> section(ByteBuffer bytes, int index) {
        ByteBuffer content = content(bytes, index);
        if (!starts(bytes, index)) {
            ByteBuffer before = begun.get(pid(bytes, index + layout.syncAt() + 1));
            content = before == null ? ByteBuffer.allocate(0) : Joined.of(before, content);
        }
        int length = content.remaining() < 3 ? Integer.MAX_VALUE : 3 + length(content, 1);
        return length <= content.remaining() && isWhole(content, length)
                ? Optional.of(content.slice(content.position(), length))
                : Optional.empty();
    }

    private boolean starts(ByteBuffer bytes, int index) {
        return (Magic.byteAt(bytes, index + layout.syncAt() + 1) & 0x40) != 0;
    }

    /** The payload of the packet; if a section starts in it, from that section on. */
    private ByteBuffer content(ByteBuffer bytes, int index) {
        int packet = index + layout.syncAt();
        int control = Magic.byteAt(bytes, packet + 3) >> 4 & 0b11;
        int at = packet + 4 + (control == 0b11 ? 1 + Magic.byteAt(bytes, packet + 4) : 0);
        if (at < packet + PACKET && starts(bytes, index)) {
            at += 1 + Magic.byteAt(bytes, at);
        }
        boolean carries = (control & 0b01) != 0 && at < packet + PACKET;
        return carries ? bytes.slice(bytes.position() + at, packet + PACKET - at) : ByteBuffer.allocate(0);
    }

    /** Whether the checksum of the section is correct (ISO 13818-1, annex A). */
    private static boolean isWhole(ByteBuffer section, int length) {
        int crc = -1;
        for (int at = 0; at < length; at++) {
            crc ^= Magic.byteAt(section, at) << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc << 1 ^ (crc < 0 ? CRC_POLYNOMIAL : 0);
            }
        }
        return crc == 0;
    }

    private static int pid(ByteBuffer bytes, int index) {
        return (Magic.byteAt(bytes, index) & 0x1F) << 8 | Magic.byteAt(bytes, index + 1);
    }

    private static int length(ByteBuffer bytes, int index) {
        return (Magic.byteAt(bytes, index) & 0x0F) << 8 | Magic.byteAt(bytes, index + 1);
    }

    /** The program table, and the packets of a map before its last one. */
    @Override
    public ByteBuffer preface(Framing before) {
        if (!(before instanceof TransportPackets packets)) {
            return ByteBuffer.allocate(0);
        }
        layout = packets.layout;
        programTable = packets.programTable;
        packets.programs.keySet().forEach(map -> programs.put(map, null));
        begun.putAll(packets.begun);
        begunPackets.putAll(packets.begunPackets);
        ByteBuffer preface = programTable.slice();
        for (ByteBuffer part : begunPackets.values()) {
            preface = Joined.of(preface, part);
        }
        return preface;
    }

    @Override
    public boolean isWithoutSound() {
        return programs.values().stream().allMatch(sound -> sound == null || sound.isEmpty());
    }

    @Override
    public long unitAt(ByteBuffer bytes, int index) {
        return layout.length();
    }
}
