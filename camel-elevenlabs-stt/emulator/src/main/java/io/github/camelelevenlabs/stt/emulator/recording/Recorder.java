package io.github.camelelevenlabs.stt.emulator.recording;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes all that crosses the connections to a file, as {@link RecordingCodec} has it. Thread-safe. */
public final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Path file;
    private final BufferedWriter writer;
    // Disks are slow, and event loops must not wait for them. Frames after the end are not recorded.
    private final ExecutorService disk = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new DefaultThreadFactory("stt-emulator-recorder", true),
            new ThreadPoolExecutor.DiscardPolicy());
    private boolean failed;

    /** Replaces the content of the file. */
    public Recorder(Path file) {
        this.file = file;
        try {
            writer = Files.newBufferedWriter(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot record to " + file + ": " + e, e);
        }
    }

    /** @param elapsed since the connection was opened, in the service's time */
    public Witness witness(RecordedSession session, Supplier<Duration> elapsed) {
        Secrets secrets = Secrets.of(session);
        return new Witness() {
            private boolean ended;

            @Override
            public void saw(Frame frame) {
                // When one side has ended the connection, later frames of the other side are not visible.
                if (!ended) {
                    ended = frame instanceof Frame.End;
                    RecordedFrame recorded = new RecordedFrame(elapsed.get(), session.connection(), frame);
                    disk.execute(() -> write(recorded, secrets));
                }
            }
        };
    }

    private void write(RecordedFrame recorded, Secrets secrets) {
        if (failed) {
            return;
        }
        try {
            writer.write(RecordingCodec.encode(recorded, secrets));
            writer.write('\n');
            // The file is complete at any time, also when the emulator is ended with Ctrl-C.
            writer.flush();
        } catch (IOException e) {
            failed = true;
            LOG.warn("Recording to {} ends here: {}", file, e.toString());
        }
    }

    /** Waits until everything is written, 5 s at most. */
    @Override
    public void close() {
        disk.execute(() -> {
            try {
                writer.close();
            } catch (IOException e) {
                LOG.warn("{} may be incomplete: {}", file, e.toString());
            }
        });
        disk.shutdown();
        try {
            if (!disk.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("{} may be incomplete: the disk is too slow", file);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
