package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A recording in a temporary file that only this user may read and that is deleted by {@link #close()}. On Linux the
 * file is unlinked as soon as it is open, so that it does not outlive the JVM, however that ends; on other systems a
 * JVM that is killed leaves it behind.
 */
final class Spool implements AutoCloseable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private final long maxBytes;
    private final Path path;
    private final FileChannel out;
    private final Optional<Path> descriptor;
    private long written;

    /** @param maxBytes the limit for the size of the file */
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
            // This runs after all shutdown hooks, so it does not disturb an orderly stop.
            path.toFile().deleteOnExit();
        }
    }

    /** The path of the open file descriptor; empty on systems without one. */
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
            // The file then keeps its name.
        }
        return Optional.empty();
    }

    private static boolean isLinkTo(Path file, Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException e) {
            // Another thread has closed it in the meantime.
            return false;
        }
    }

    /** The file for the standard input of the process that reads {@link #url()}; empty when it needs none. */
    Optional<Path> standardInput() {
        return descriptor;
    }

    /** The URL of the file for ffmpeg. The file can be read at any position. */
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
            // The file is deleted next.
        }
        if (descriptor.isEmpty()) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // Some systems cannot delete an open file; it is deleted again at the end of the JVM.
            }
        }
    }
}
