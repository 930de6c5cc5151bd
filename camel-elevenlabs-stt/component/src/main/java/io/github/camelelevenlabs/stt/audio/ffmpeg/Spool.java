package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.AudioException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording in a temporary file, which only this user may read and which is gone when this is closed. */
final class Spool implements AutoCloseable {

    private final long most;
    private final Path path;
    private final WritableByteChannel out;
    private long written;

    /** @param most how many bytes it may get */
    Spool(long most) throws IOException {
        this.most = most;
        path = Files.createTempFile("elevenlabs-stt-", ".audio");
        OutputStream stream;
        try {
            stream = Files.newOutputStream(path);
        } catch (IOException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        out = Channels.newChannel(stream);
    }

    Path path() {
        return path;
    }

    void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        if (written > most) {
            throw new AudioException("the recording has its index behind its audio and more than " + most
                    + " bytes, too many to be kept; put the index first (ffmpeg -movflags +faststart)");
        }
        ByteBuffer left = bytes.duplicate();
        while (left.hasRemaining()) {
            out.write(left);
        }
    }

    /** There are no more bytes. */
    void complete() throws IOException {
        out.close();
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            // It is about to be deleted.
        }
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Some systems delete no file that is still open somewhere; this is the second attempt's chance.
            path.toFile().deleteOnExit();
        }
    }
}
