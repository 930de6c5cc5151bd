package io.github.camelelevenlabs.stt.repository;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Excludes all other threads, processes and hosts from the sessions whose hashes begin with the same two digits. Its file is there for
 * good: one that came and went with its session could be locked by somebody who had opened it before it went.
 *
 * <p>The file also holds the last epoch that was given to one of these sessions, so that an epoch is not given again when its session was
 * removed.
 */
final class FolderLock implements Closeable {

    private static final int DIGITS = 2;
    private static final int EPOCH_LENGTH = 20;
    private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

    /**
     * {@link FileChannel#tryLock} throws when another thread of the JVM has the lock, and POSIX gives up a process' lock as soon as any of
     * its threads closes the file. So only one thread opens it at a time, for all repositories of the JVM.
     */
    private static final ReentrantLock[] THREADS =
            Stream.generate(ReentrantLock::new).limit(1 << 4 * DIGITS).toArray(ReentrantLock[]::new);

    private final ReentrantLock thread;
    private final Path file;
    private final FileChannel channel;

    private FolderLock(ReentrantLock thread, Path file, FileChannel channel) {
        this.thread = thread;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits for the lock.
     *
     * @param folder     where the files of locks are
     * @param attributes of a file that is not there yet
     * @throws IOException when others have the lock for longer than the limit, too
     */
    static FolderLock acquire(Path folder, String hash, FileAttribute<?>[] attributes, Duration limit)
            throws IOException {
        String name = hash.substring(0, DIGITS);
        Path file = folder.resolve(name);
        long deadline = System.nanoTime() + limit.toNanos();
        ReentrantLock thread = THREADS[Integer.parseInt(name, 16)];
        if (!within(thread, limit)) {
            throw busy(file, limit, "another thread of this process");
        }
        boolean acquired = false;
        try {
            Set<StandardOpenOption> options =
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileChannel channel = FileChannel.open(file, options, attributes);
            try {
                for (long pause = MIN_PAUSE; lock(channel) == null; pause = Math.min(2 * pause, MAX_PAUSE)) {
                    if (System.nanoTime() - deadline > 0) {
                        throw busy(file, limit, "another process");
                    }
                    sleep(pause);
                }
                acquired = true;
                return new FolderLock(thread, file, channel);
            } finally {
                if (!acquired) {
                    channel.close();
                }
            }
        } finally {
            if (!acquired) {
                thread.unlock();
            }
        }
    }

    private static boolean within(ReentrantLock thread, Duration limit) throws InterruptedIOException {
        try {
            return thread.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Null while somebody else has it. */
    private static FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM has it.
            return null;
        }
    }

    private static void sleep(long nanos) throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while waiting for a lock");
    }

    private static IOException busy(Path file, Duration limit, String owner) {
        return new IOException(owner + " has held the lock " + file + " for " + limit.toSeconds()
                + " s: its disk hangs, or it was stopped (SIGSTOP) while it wrote; end it or let it go on");
    }

    /** An epoch that was given to no session of this lock, and is larger than the given one. */
    long nextEpoch(long than) throws IOException {
        long next = Math.max(lastEpoch(), than) + 1;
        String digits = String.format(Locale.ROOT, "%0" + EPOCH_LENGTH + "d\n", next);
        ByteBuffer line = ByteBuffer.wrap(digits.getBytes(StandardCharsets.US_ASCII));
        while (line.hasRemaining()) {
            channel.write(line, line.position());
        }
        channel.force(true);
        return next;
    }

    private long lastEpoch() throws IOException {
        ByteBuffer line = ByteBuffer.allocate(EPOCH_LENGTH);
        while (line.hasRemaining() && channel.read(line, line.position()) >= 0) {}
        // A crash of the machine may leave it empty, or leave zeros: then nobody was given an epoch.
        String epoch = new String(line.array(), StandardCharsets.US_ASCII).replace("\0", "");
        try {
            return epoch.isEmpty() ? 0 : Long.parseLong(epoch);
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + " does not hold the number of an epoch; delete it while no process uses the folder", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
