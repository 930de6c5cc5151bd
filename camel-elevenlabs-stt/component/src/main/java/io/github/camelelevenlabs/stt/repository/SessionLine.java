package io.github.camelelevenlabs.stt.repository;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * One line of a session's file: a checksum of the rest, the number of the append from 1 and how many lines of it follow, the epoch that
 * wrote it, the kind, and JSON.
 *
 * <pre>{@code
 * 5c7d3a1e 3+1 2 entry {"segment": …}
 * 90b1c2d4 3+0 2 entry {"segment": …}
 * }</pre>
 */
record SessionLine(long append, int following, long epoch, Kind kind, String json) {

    enum Kind {
        /** The first line of a file. */
        SESSION,
        /** Another process took the session over. */
        OPENED,
        ENTRY;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    private static final int CHECKSUM_LENGTH = 8;
    private static final Pattern REST =
            Pattern.compile("(\\d{1,18})\\+(\\d{1,9}) (\\d{1,18}) (session|opened|entry) (.*)", Pattern.DOTALL);

    byte[] bytes() {
        String rest = append + "+" + following + " " + epoch + " " + kind.word + " " + json;
        byte[] bytes = (" ".repeat(CHECKSUM_LENGTH + 1) + rest + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] checksum = checksum(bytes, 0, bytes.length - 1).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(checksum, 0, bytes, 0, CHECKSUM_LENGTH);
        return bytes;
    }

    /**
     * Reads a line.
     *
     * @param end behind its last byte, where its line feed is
     * @return null when the bytes are not as they were written
     */
    static SessionLine of(byte[] bytes, int begin, int end) {
        int rest = begin + CHECKSUM_LENGTH + 1;
        if (end <= rest
                || bytes[rest - 1] != ' '
                || !new String(bytes, begin, CHECKSUM_LENGTH, StandardCharsets.US_ASCII)
                        .equals(checksum(bytes, begin, end))) {
            return null;
        }
        Matcher parts = REST.matcher(new String(bytes, rest, end - rest, StandardCharsets.UTF_8));
        return parts.matches()
                ? new SessionLine(
                        Long.parseLong(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)),
                        Kind.valueOf(parts.group(4).toUpperCase(Locale.ROOT)),
                        parts.group(5))
                : null;
    }

    private static String checksum(byte[] bytes, int begin, int end) {
        CRC32 checksum = new CRC32();
        int rest = begin + CHECKSUM_LENGTH + 1;
        checksum.update(bytes, rest, end - rest);
        return HexFormat.of().toHexDigits(checksum.getValue(), CHECKSUM_LENGTH);
    }

    /** Whether this line can stand behind another one, or at the beginning of a file if that is null. */
    boolean follows(SessionLine before) {
        if (before == null) {
            return append == 1 && kind == Kind.SESSION;
        }
        return before.following == 0
                ? append == before.append + 1
                : append == before.append && following == before.following - 1;
    }
}
