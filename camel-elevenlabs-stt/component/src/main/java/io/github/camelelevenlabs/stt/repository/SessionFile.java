package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.repository.SessionLine.Kind;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The file of one session, whose lock the caller has. What an append that did not return has left at its end is cut off: some of its lines,
 * a part of one, or a block of zeros that a file system left there. Nothing else may be wrong with it, since each append is on the disk
 * before the next begins.
 */
final class SessionFile implements Closeable {

    private static final byte LINE_FEED = '\n';
    /** Most lines are shorter, so that one read finds the last one. */
    private static final int TAIL = 8 * 1024;

    private final Path path;
    private final FileChannel channel;

    /** @throws java.nio.file.NoSuchFileException when it is not there, and the options do not create it */
    SessionFile(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        this.path = path;
        this.channel = FileChannel.open(path, options, attributes);
    }

    /** Reads all lines, and cuts off what is torn. Empty when not even the first append is whole. */
    List<SessionLine> read() throws IOException {
        byte[] bytes = bytes(0, channel.size());
        List<SessionLine> lines = new ArrayList<>();
        int whole = 0;
        int wholeLines = 0;
        int begin = 0;
        SessionLine before = null;
        for (int end = lineFeed(bytes, 0); end >= 0; end = lineFeed(bytes, begin)) {
            SessionLine line = SessionLine.of(bytes, begin, end);
            if (line == null || !line.follows(before)) {
                break;
            }
            lines.add(line);
            begin = end + 1;
            before = line;
            if (line.following() == 0) {
                whole = begin;
                wholeLines = lines.size();
            }
        }
        lines.subList(wholeLines, lines.size()).clear();
        if (whole < bytes.length) {
            requireTorn(
                    bytes,
                    begin,
                    wholeLines == 0 ? 0 : lines.get(wholeLines - 1).append());
            channel.truncate(whole);
            channel.force(true);
        }
        return lines;
    }

    /**
     * Lines of the append that is torn may be whole, also behind ones that are not: a disk writes blocks in any order. A line of
     * another append shows that something is lost that was on the disk.
     */
    private void requireTorn(byte[] bytes, int from, long whole) throws IOException {
        int begin = from;
        for (int end = lineFeed(bytes, begin); end >= 0; end = lineFeed(bytes, begin)) {
            SessionLine line = SessionLine.of(bytes, begin, end);
            if (line != null && line.append() != whole + 1) {
                throw new IOException(path + " is damaged at byte " + from + ", behind append " + whole
                        + ": restore it from a backup, or delete it, and its session begins anew");
            }
            begin = end + 1;
        }
    }

    private static int lineFeed(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == LINE_FEED) {
                return i;
            }
        }
        return -1;
    }

    /** The last line, after what is torn behind it was cut off; null when there is none. Costs no more than its length, mostly. */
    SessionLine last() throws IOException {
        long size = channel.size();
        for (long length = Math.min(size, TAIL); length > 0; length = Math.min(size, 8 * length)) {
            byte[] tail = bytes(size - length, length);
            int begin = lastLine(tail);
            if (begin > 0 || length == size) {
                SessionLine line = tail[tail.length - 1] == LINE_FEED
                        ? SessionLine.of(tail, Math.max(begin, 0), tail.length - 1)
                        : null;
                if (line != null && line.following() == 0) {
                    return line;
                }
                break;
            }
        }
        List<SessionLine> lines = read();
        return lines.isEmpty() ? null : lines.get(lines.size() - 1);
    }

    /** Where the last line of the bytes begins, or 0 if that is before them. */
    private static int lastLine(byte[] bytes) {
        int begin = bytes.length - 1;
        while (begin > 0 && bytes[begin - 1] != LINE_FEED) {
            begin--;
        }
        return Math.max(begin, 0);
    }

    private byte[] bytes(long from, long length) throws IOException {
        if (length > Integer.MAX_VALUE - 8) {
            throw new IOException(path + " has " + length + " bytes, more than a session can have; delete it");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException(
                        path + " became shorter while it was read: somebody writes to it without its lock");
            }
        }
        return bytes.array();
    }

    /**
     * Appends lines, and forces them to the disk.
     *
     * @param before the last line; null at the beginning
     */
    void append(SessionLine before, long epoch, Kind kind, List<String> json) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        long append = before == null ? 1 : before.append() + 1;
        for (int i = 0; i < json.size(); i++) {
            lines.writeBytes(new SessionLine(append, json.size() - 1 - i, epoch, kind, json.get(i)).bytes());
        }
        long end = channel.size();
        try {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
            while (bytes.hasRemaining()) {
                channel.write(bytes, end + bytes.position());
            }
            channel.force(true);
        } catch (IOException e) {
            cutOff(end, e);
            throw e;
        }
    }

    /** After a failed force, nobody knows what is on the disk: nothing may be written behind it. */
    private void cutOff(long end, IOException cause) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            // The next to open the session cuts it off.
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
