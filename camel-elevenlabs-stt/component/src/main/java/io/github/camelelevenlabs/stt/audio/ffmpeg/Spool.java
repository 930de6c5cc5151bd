package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A recording in a temporary file, which only this user may read and which is gone when this is closed. Linux lets an open
 * file lose its name at once, so that nothing of it outlives the JVM, however that ends; elsewhere a JVM that is killed
 * leaves the file behind.
 */
final class Spool implements AutoCloseable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final long maxBytes;
    private final Path path;
    private final FileChannel out;
    private final Optional<Path> descriptor;
    private long written;

    /** @param maxBytes how many bytes it may get */
    Spool(long maxBytes) throws IOException {
        this.maxBytes = maxBytes;
        path = Files.createTempFile("elevenlabs-stt-", ".audio");
        try {
            out = FileChannel.open(path, StandardOpenOption.WRITE);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        descriptor = descriptor(path);
        if (descriptor.isPresent()) {
            Files.delete(path);
        } else {
            // Runs after the hooks of others, so it takes nothing from whoever still stops in order.
            path.toFile().deleteOnExit();
        }
    }

    /** Where the system shows the open file; empty where it does not. */
    private static Optional<Path> descriptor(Path path) {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> open = Files.newDirectoryStream(DESCRIPTORS)) {
            Path file = path.toRealPath();
            for (Path descriptor : open) {
                if (isLinkTo(file, descriptor)) {
                    return Optional.of(descriptor);
                }
            }
        } catch (IOException e) {
            // Then it keeps its name.
        }
        return Optional.empty();
    }

    private static boolean isLinkTo(Path file, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            // Another thread has closed it meanwhile.
            return false;
        }
    }

    /** What a process gets as its standard input to read the file by {@link #url()}; empty if it needs none for that. */
    Optional<Path> standardInput() {
        return descriptor;
    }

    /** What ffmpeg calls the file; it can be read from front to back and here and there. */
    String url() {
        return "file:" + (descriptor.isPresent() ? "/proc/self/fd/0" : path);
    }

    void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        if (written > maxBytes) {
            throw new AudioException("the recording has its index behind its audio and more than " + maxBytes
                    + " bytes, too many to be kept; put the index first (ffmpeg -movflags +faststart)");
        }
        ByteBuffer left = bytes.duplicate();
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // It is about to be deleted.
        }
        if (descriptor.isEmpty()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Some systems delete no file that is still open somewhere; the end of the JVM is the second attempt.
            }
        }
    }
}
