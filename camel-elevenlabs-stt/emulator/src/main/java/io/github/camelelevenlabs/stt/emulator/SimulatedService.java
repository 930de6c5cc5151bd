package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.script.Moment;
import io.github.camelelevenlabs.stt.emulator.service.Credentials;
import io.github.camelelevenlabs.stt.emulator.service.Ledger;
import io.github.camelelevenlabs.stt.emulator.service.Link;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSession;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSettings;
import io.github.camelelevenlabs.stt.emulator.service.SessionClock;
import io.github.camelelevenlabs.stt.emulator.service.SessionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

/**
 * The emulated service without port, threads or waiting: the test moves the time, and the client is called back.
 * Days of audio pass in minutes, and the same run gives the same result. The test itself has to play the delays and losses of
 * a network.
 *
 * <p>Not thread-safe: everything happens on the one thread that moves time.
 */
public final class SimulatedService {

    /** A clock that the test moves. Tasks run in order, never on the calling stack. */
    public interface Time extends Executor {
        Duration now();

        /** @return cancels the task */
        Runnable after(Duration delay, Runnable task);
    }

    /** The client, which is called back. */
    public interface Client {
        void onText(String text);

        /** A close frame. */
        void onClose(int code, String reason);

        /** The connection ended without one. */
        void onLost();

        default void onPing() {}

        /** The service starts or stops reading from its socket. */
        default void onReading(boolean reads) {}

        /** The answer to the client's own close frame. */
        default void onCloseAnswered() {}
    }

    private final ServiceSettings settings;
    private final Credentials credentials;
    private final Time time;
    private Ledger ledger;

    /** Accepts any key and keeps no audio. */
    public SimulatedService(Behaviour behaviour, Recogniser recogniser, Time time) {
        this.settings = new ServiceSettings(
                recogniser,
                behaviour,
                null,
                Optional.empty(),
                1,
                false,
                () -> time.now().toNanos());
        this.credentials = new Credentials(settings);
        this.time = time;
        reset();
    }

    /** The script of the current connections; connections opened after a {@link #reset} have a new one. */
    public Script script() {
        return ledger.script();
    }

    /** The connections since the start or the last {@link #reset}, in the order they were opened; a copy. */
    public List<RecordedSession> sessions() {
        return List.copyOf(ledger.sessions());
    }

    /** The mistakes of clients since the start or the last {@link #reset}, by connection; a copy. */
    public List<Violation> violations() {
        return ledger.violations();
    }

    /**
     * Clears sessions, violations and script and counts connections from 1 again. Open connections stay open without a
     * record.
     */
    public void reset() {
        ledger = new Ledger(settings);
    }

    /**
     * A WebSocket handshake.
     *
     * @param query   decoded, each parameter with all its values
     * @param headers with lower-case names
     */
    public Connection connect(Map<String, List<String>> query, Map<String, List<String>> headers, Client client) {
        SessionRequest request = SessionRequest.examine(query, headers, credentials, settings.behaviour(), ledger);
        request.record().dropAudio();
        List<Act> opening =
                request.script().due(request.record().connection(), moment -> moment instanceof Moment.Opening);
        OptionalInt status = request.httpStatus(opening);
        if (status.isPresent()) {
            request.record().ended(RecordedSession.Ending.HANDSHAKE_REFUSED);
            return new Connection(status, null);
        }
        ServiceSession session = new ServiceSession(request, settings, new SimulatedClock(time), new CallBack(client));
        session.opened(opening);
        return new Connection(OptionalInt.empty(), session);
    }

    /** The service's end of a WebSocket, which receives the messages of the client. */
    public static final class Connection {
        private final OptionalInt refusal;
        private final ServiceSession session;

        private Connection(OptionalInt refusal, ServiceSession session) {
            this.refusal = refusal;
            this.session = session;
        }

        /** The HTTP status of a refused handshake; no other method may be called then. */
        public OptionalInt refusal() {
            return refusal;
        }

        /** A text message, as UTF-8. */
        public void text(byte[] utf8) {
            session.onText(utf8);
        }

        public void ping() {
            session.onPing();
        }

        public void close(int code, String reason) {
            session.onClientClose(code, reason);
        }

        /** The connection has ended. */
        public void lost() {
            session.onDisconnected();
        }

        /** Applies the fault now, unless the session has ended. */
        public void suffer(Fault fault) {
            session.strike(fault);
        }
    }

    private record CallBack(Client client) implements Link {
        @Override
        public void send(String text) {
            client.onText(text);
        }

        @Override
        public void ping() {
            client.onPing();
        }

        @Override
        public void reading(boolean reads) {
            client.onReading(reads);
        }

        @Override
        public void close(int code, String reason) {
            client.onClose(code, reason);
        }

        @Override
        public void answerClose() {
            client.onCloseAnswered();
        }

        @Override
        public void hangUp() {
            client.onLost();
        }

        @Override
        public void reset() {
            client.onLost();
        }
    }

    private static final class SimulatedClock implements SessionClock {
        private final Time time;
        private final Duration start;

        private SimulatedClock(Time time) {
            this.time = time;
            this.start = time.now();
        }

        @Override
        public Duration elapsed() {
            return time.now().minus(start);
        }

        @Override
        public Alarm after(Duration delay, Runnable task) {
            return time.after(delay, task)::run;
        }

        @Override
        public void execute(Runnable task) {
            time.execute(task);
        }
    }
}
