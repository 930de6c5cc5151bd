package io.github.camelelevenlabs.stt.repository;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.camelelevenlabs.stt.repository.SessionLine.Kind;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps sessions in the files of a folder, which may be on a volume that several hosts share, if its locks work across hosts: NFS 4
 * and SMB do, object stores that are mounted do not. One file for each session, with the SHA-256 of its key as name; entries are
 * appended, and forced to the disk before {@link #append} returns. The folder is created when it is first needed.
 *
 * <p>Only the owner may read what is created here, since it is what people have said.
 */
public final class FileSessionRepository implements SessionRepository {

    private static final String EXTENSION = ".session";
    private static final int FORMAT = 1;
    private static final Pattern FORMAT_OF = Pattern.compile("\\{\"format\":(\\d+),.*", Pattern.DOTALL);
    /** Appends take milliseconds: who waits this long waits for a disk that hangs, or for a process that was stopped. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(10);

    private static final Set<StandardOpenOption> EXISTING = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<StandardOpenOption> CREATED =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);

    private final Path folder;
    private final Path locks;
    private final Duration lockLimit;
    private final Runnable betweenCheckAndWrite;
    private volatile boolean found;

    /** @param folder for the files of sessions alone; need not be there yet */
    public FileSessionRepository(Path folder) {
        this(folder, LOCK_LIMIT, () -> {});
    }

    /** @param betweenCheckAndWrite what the thread does when it has compared the epoch and not yet written: tests sleep there */
    FileSessionRepository(Path folder, Duration lockLimit, Runnable betweenCheckAndWrite) {
        this.folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
        this.locks = this.folder.resolve("locks");
        this.lockLimit = lockLimit;
        this.betweenCheckAndWrite = betweenCheckAndWrite;
    }

    /** What is done to a session while its lock is held. */
    private interface Work<T> {
        T run(FolderLock lock, Path file) throws IOException, SupersededException;
    }

    @Override
    public KeptSession open(String key) throws IOException {
        SessionKey session = SessionKey.of(key);
        try {
            return locked(session, (lock, path) -> {
                try (SessionFile file = new SessionFile(path, CREATED, forOwner(path, "rw-------"))) {
                    return takeOver(session, lock, file);
                }
            });
        } catch (SupersededException e) {
            throw new IllegalStateException("Nobody is superseded by opening a session", e);
        }
    }

    private KeptSession takeOver(SessionKey session, FolderLock lock, SessionFile file) throws IOException {
        List<SessionLine> lines = file.read();
        SessionLine last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
        if (last != null) {
            requireFormat(lines.get(0), session);
        }
        long epoch = lock.nextEpoch(last == null ? 0 : last.epoch());
        if (last == null) {
            file.append(null, epoch, Kind.SESSION, List.of(head(session)));
            force(folder);
        } else {
            file.append(last, epoch, Kind.OPENED, List.of("{\"at\":\"" + Instant.now() + "\"}"));
        }
        return new KeptSession(
                epoch,
                lines.stream()
                        .filter(line -> line.kind() == Kind.ENTRY)
                        .map(SessionLine::json)
                        .toList());
    }

    private static String head(SessionKey session) {
        String key = JsonLine.escaped(new String(JsonStringEncoder.getInstance().quoteAsString(session.text())));
        return "{\"format\":" + FORMAT + ",\"key\":\"" + key + "\",\"at\":\"" + Instant.now() + "\"}";
    }

    private static void requireFormat(SessionLine head, SessionKey session) throws IOException {
        Matcher format = FORMAT_OF.matcher(head.json());
        if (!format.matches() || !format.group(1).equals(Integer.toString(FORMAT))) {
            throw new IOException("The file of the session of " + session + " has the format "
                    + (format.matches() ? format.group(1) : "of another program") + ", and this version reads format "
                    + FORMAT
                    + ": finish the session with the version that began it, or delete the file");
        }
    }

    @Override
    public void append(String key, long epoch, List<String> entries) throws IOException, SupersededException {
        SessionKey session = SessionKey.of(key);
        List<String> json = JsonLine.all(entries);
        locked(session, (lock, path) -> {
            try (SessionFile file = new SessionFile(path, EXISTING)) {
                SessionLine last = requireOwned(session, epoch, file);
                betweenCheckAndWrite.run();
                file.append(last, epoch, Kind.ENTRY, json);
            } catch (NoSuchFileException e) {
                throw removed(session, epoch, e);
            }
            return null;
        });
    }

    private static SessionLine requireOwned(SessionKey session, long epoch, SessionFile file)
            throws IOException, SupersededException {
        SessionLine last = file.last();
        if (last == null) {
            throw session.removed(epoch);
        }
        if (last.epoch() != epoch) {
            throw session.superseded(epoch, last.epoch());
        }
        return last;
    }

    private static SupersededException removed(SessionKey session, long epoch, NoSuchFileException cause) {
        SupersededException removed = session.removed(epoch);
        removed.initCause(cause);
        return removed;
    }

    @Override
    public void remove(String key, long epoch) throws IOException, SupersededException {
        SessionKey session = SessionKey.of(key);
        locked(session, (lock, path) -> {
            try (SessionFile file = new SessionFile(path, EXISTING)) {
                if (file.last() != null) {
                    requireOwned(session, epoch, file);
                }
                betweenCheckAndWrite.run();
            } catch (NoSuchFileException e) {
                return null;
            }
            Files.deleteIfExists(path);
            force(folder);
            return null;
        });
    }

    private <T> T locked(SessionKey session, Work<T> work) throws IOException, SupersededException {
        Path file = folder.resolve(session.hash() + EXTENSION);
        try {
            requireFolder();
            try (FolderLock lock = FolderLock.acquire(locks, session.hash(), forOwner(locks, "rw-------"), lockLimit)) {
                return work.run(lock, file);
            }
        } catch (IOException e) {
            throw new IOException("The session of " + session + " cannot be kept in " + file + ": " + reason(e), e);
        }
    }

    /** Created once: a folder that goes away later is a volume that does, and its sessions must not begin anew in its place. */
    private void requireFolder() throws IOException {
        if (!found) {
            Files.createDirectories(locks, forOwner(folder, "rwx------"));
            found = true;
        } else if (!Files.isDirectory(locks)) {
            throw new IOException("the folder " + locks + " has gone; mount its volume again, or restore it");
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return "access to " + denied.getFile() + " is denied; let the user of this process read and write there";
        }
        if (failure instanceof FileAlreadyExistsException other) {
            return other.getFile() + " is no folder";
        }
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + " is not there";
        }
        if (failure instanceof FileSystemException about && about.getReason() != null) {
            return about.getReason() + " (" + about.getFile() + ")";
        }
        return Printable.message(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    private static FileAttribute<?>[] forOwner(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString(permissions);
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(owner)};
    }

    /** The name of a file is on the disk only with its folder. Windows cannot open one, and needs it not. */
    private static void force(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
