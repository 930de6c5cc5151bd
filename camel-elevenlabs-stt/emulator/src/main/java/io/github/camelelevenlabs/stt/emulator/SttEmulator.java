package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.recording.Recording;
import io.github.camelelevenlabs.stt.emulator.server.EmulatorServer;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The realtime speech-to-text service of ElevenLabs on a port of the loopback: same messages, same rules, same quirks, no
 * account and no network.
 *
 * <pre>{@code
 * try (SttEmulator emulator = SttEmulator.start()) {
 *     // connect to emulator.uri() with any API key, and send Tones.pcm(16_000, "one two three")
 *     emulator.sessions().get(0).audioDuration();
 * }
 * }</pre>
 *
 * Thread-safe. Its threads are daemons.
 */
public final class SttEmulator implements AutoCloseable {
    private final EmulatorServer server;

    private SttEmulator(EmulatorServer server) {
        this.server = server;
    }

    /** Starts on a free port, recognises {@linkplain Recogniser#tones() tones} and has the delays of the service. */
    public static SttEmulator start() {
        return builder().start();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The address without the path of the service, such as {@code ws://127.0.0.1:4711}. */
    public URI uri() {
        return server.uri();
    }

    public int port() {
        return server.port();
    }

    /** The connections since the start or the last {@link #reset}, in the order they were opened; a copy. */
    public List<RecordedSession> sessions() {
        return List.copyOf(server.ledger().sessions());
    }

    /** The mistakes of clients since the start or the last {@link #reset}, by connection; a copy. */
    public List<Violation> violations() {
        return server.ledger().violations();
    }

    /** The script of the current connections; connections opened after a {@link #reset} have a new one. */
    public Script script() {
        return server.ledger().script();
    }

    /**
     * Clears sessions, violations and script and counts connections from 1 again. Open connections stay open without a
     * record.
     */
    public void reset() {
        server.reset();
    }

    /** Closes the port and every connection, without a close frame. May be called twice. */
    public void stop() {
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }

    /** Configures an emulator. */
    public static final class Builder {
        private int port;
        private Recogniser recogniser = Recogniser.tones();
        private Behaviour behaviour = Behaviour.service();
        private String apiKey;
        private FaultPlan faults;
        private double speed = 1;
        private boolean keepAudio = true;
        private Path recording;
        private Recording replayed;

        private Builder() {}

        /** The port; 0, the default, for a free one. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Recognises the audio; {@linkplain Recogniser#tones() tones} by default. */
        public Builder recogniser(Recogniser recogniser) {
            this.recogniser = Objects.requireNonNull(recogniser, "recogniser");
            return this;
        }

        /** The only accepted key; by default any key is accepted, and any token that was not used before. */
        public Builder apiKey(String apiKey) {
            this.apiKey = apiKey;
            return this;
        }

        public Builder behaviour(Behaviour behaviour) {
            this.behaviour = Objects.requireNonNull(behaviour, "behaviour");
            return this;
        }

        /** Faults that are active from the start, and again after each {@link SttEmulator#reset}. */
        public Builder faults(FaultPlan faults) {
            this.faults = Objects.requireNonNull(faults, "faults");
            return this;
        }

        /** All delays and timeouts are divided by this; 1, the default, is the speed of the service. */
        public Builder speed(double speed) {
            this.speed = speed;
            return this;
        }

        /** Whether recorded sessions keep the received audio, which is the default; switch it off in long load tests. */
        public Builder keepAudio(boolean keepAudio) {
            this.keepAudio = keepAudio;
            return this;
        }

        /**
         * Writes what both sides say to a file, one JSON object a line, for people to read and for {@link #replay}; what
         * was in it is replaced. The file holds texts and times, but neither audio, of which it tells the length only,
         * nor credentials. It is complete once the emulator is stopped.
         */
        public Builder record(Path file) {
            recording = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Plays the service's side of a recording, at its times divided by the speed, whatever the client sends: the first
         * connection gets the messages of the first one of the recording, and so on; after the last one it begins again.
         * Recogniser, behaviour, key and script do not count then.
         *
         * @throws IllegalArgumentException naming the file and the line that cannot be read
         */
        public Builder replay(Path file) {
            replayed = Recording.read(file);
            return this;
        }

        /**
         * Starts to listen.
         *
         * @throws IllegalStateException if the port is taken
         * @throws java.io.UncheckedIOException if the file to record to cannot be written
         */
        public SttEmulator start() {
            ServiceSettings settings = new ServiceSettings(
                    recogniser, behaviour, apiKey, Optional.ofNullable(faults), speed, keepAudio, System::nanoTime);
            return new SttEmulator(new EmulatorServer(port, settings, recording, replayed));
        }
    }
}
