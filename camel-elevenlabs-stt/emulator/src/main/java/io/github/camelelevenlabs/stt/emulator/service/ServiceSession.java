package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Missed;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.SessionStarted;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Warning;
import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.script.CommitVerdict;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One client's session from the handshake to the end of its connection. Confined to the connection's event loop. */
public final class ServiceSession implements Conversation, Dictation.Host, Cues.Stage {
    private static final String NO_VALID_MESSAGE = "Message must be a valid protocol message";
    private static final Duration FLUSH_TO_CLOSE = Duration.ofMillis(23);

    private enum Phase {
        OPENING,
        STARTED,
        CLOSING,
        CLOSED
    }

    private final SessionRequest request;
    private final Behaviour behaviour;
    private final SessionClock clock;
    private final Link link;
    private final SessionRecord record;
    private final Outbox outbox;
    private final IdleWatch idleWatch;
    private final ReadPace readPace;
    private final Dictation dictation;
    private final Cues cues;
    private Phase phase = Phase.OPENING;
    private boolean startsNever;
    private int messages;

    public ServiceSession(SessionRequest request, ServiceSettings settings, SessionClock clock, Link link) {
        this.request = request;
        this.clock = clock;
        this.link = link;
        behaviour = settings.behaviour();
        record = request.record();
        outbox = new Outbox(link, clock);
        idleWatch = new IdleWatch(clock, behaviour.idleTimeout(), this::idle);
        readPace = new ReadPace(link, clock, behaviour.readRate());
        dictation = new Dictation(request.parameters(), settings, clock, outbox, record, this);
        cues = new Cues(request.script(), record.connection(), this);
    }

    @Override
    public void opened(List<Act> acts) {
        outbox.hold();
        cues.perform(acts);
        if (!startsNever) {
            clock.after(behaviour.sessionStartedDelay(), this::start);
        }
    }

    private void start() {
        if (phase != Phase.OPENING) {
            return;
        }
        if (request.refusal().isPresent()) {
            suffer(request.refusal().get());
            return;
        }
        phase = Phase.STARTED;
        String id = UUID.randomUUID().toString().replace("-", "");
        record.started(id);
        outbox.sendFirst(
                new SessionStarted(id, request.parameters(), behaviour.quirks().configEcho()));
        outbox.release();
        if (behaviour.quirks().loggingWarning() && !request.parameters().enableLogging()) {
            outbox.send(new Warning("enable_logging=false is for enterprise plans only. The session is logged."));
        }
        startWatches();
        cues.started(clock);
    }

    private void startWatches() {
        idleWatch.start();
        if (behaviour.sessionTimeLimit() != null) {
            clock.after(
                    behaviour.sessionTimeLimit(),
                    () -> fail(ServiceError.SESSION_TIME_LIMIT_EXCEEDED.asSeen(), Duration.ZERO));
        }
        if (behaviour.pingInterval() != null) {
            clock.after(behaviour.pingInterval(), this::ping);
        }
    }

    private void ping() {
        if (phase == Phase.STARTED) {
            link.ping();
            clock.after(behaviour.pingInterval(), this::ping);
        }
    }

    @Override
    public void onText(byte[] utf8) {
        if (isOver()) {
            return;
        }
        idleWatch.signOfLife();
        messages++;
        record.handling(() -> Excerpt.of(utf8));
        answer(utf8, ClientCodec.decode(utf8, behaviour.quirks().everyFieldRequired()));
        record.handling(() -> "");
        cues.received(messages);
    }

    private void answer(byte[] utf8, ClientMessage message) {
        if (message instanceof ClientMessage.InputAudioChunk chunk) {
            dictation.accept(chunk);
            readPace.read(request.parameters().format().durationOf(chunk.audio()));
            return;
        }
        record.other(Excerpt.of(utf8));
        if (message instanceof ClientMessage.UnknownType unknown) {
            reject(Rule.UNKNOWN_MESSAGE_TYPE, unknown.type(), "Unexpected message type: " + unknown.type());
        } else if (message instanceof ClientMessage.BadBase64 bad) {
            reject(Rule.BAD_BASE64, bad.reason(), "audio_base_64 must be valid base64");
        } else if (message instanceof ClientMessage.Malformed malformed) {
            reject(Rule.MALFORMED_MESSAGE, malformed.reason(), NO_VALID_MESSAGE);
        } else {
            throw new IllegalArgumentException("No answer to " + message);
        }
    }

    @Override
    public void onBinary(int bytes) {
        if (!isOver()) {
            idleWatch.signOfLife();
            messages++;
            record.other(bytes + " bytes of binary data");
            reject(Rule.BINARY_FRAME, bytes + " bytes", NO_VALID_MESSAGE);
        }
    }

    private void reject(Rule rule, String detail, String error) {
        record.violation(rule, detail);
        inputError(error);
    }

    @Override
    public void inputError(String error) {
        report(ServiceError.INPUT_ERROR.type(), error);
        if (behaviour.quirks().inputErrorCloses()) {
            Fault.CloseWith close = ServiceError.INPUT_ERROR.withoutMessage();
            close(close.code(), close.reason());
        }
    }

    @Override
    public void onPing() {
        record.ping();
    }

    @Override
    public void onPong() {
        record.pong();
    }

    @Override
    public void onClientClose(int code, String reason) {
        record.closing(code, reason);
        record.ended(Ending.CLOSED_BY_CLIENT);
        if (isOver()) {
            link.answerClose();
            return;
        }
        if (phase == Phase.STARTED) {
            record.missed(missedByClosing());
        }
        Duration flush = behaviour.quirks().closeFlush();
        if (flush != null && dictation.flush(flush)) {
            leave(Phase.CLOSING);
            clock.after(flush.plus(behaviour.plainToTimed()).plus(FLUSH_TO_CLOSE), () -> {
                outbox.fallSilent();
                link.answerClose();
            });
        } else {
            over(Phase.CLOSING);
            link.answerClose();
        }
    }

    private Missed missedByClosing() {
        if (dictation.owesAnswer()) {
            return Missed.ANSWER;
        }
        return dictation.hasUncommittedText() ? Missed.OPEN_SEGMENT : Missed.NOTHING;
    }

    @Override
    public void onDisconnected() {
        // A client that gives up before the session has started makes no mistake.
        if (phase == Phase.STARTED) {
            record.violation(Rule.NO_CLOSE_HANDSHAKE, "the connection ended without a close frame");
        }
        record.ended(Ending.LOST);
        over(Phase.CLOSED);
        dictation.end();
    }

    @Override
    public void cut() {
        record.ended(Ending.CUT_BY_SERVICE);
        over(Phase.CLOSING);
        link.hangUp();
    }

    private void idle() {
        if (phase == Phase.STARTED) {
            record.violation(
                    Rule.IDLE, "no message for " + behaviour.idleTimeout().toMillis() + " ms");
            close(1000, "");
        }
    }

    @Override
    public boolean isStarted() {
        return phase == Phase.STARTED;
    }

    @Override
    public void recognisedUpTo(Duration position) {
        cues.recognisedUpTo(position);
    }

    @Override
    public void answered(int number) {
        cues.answered(number);
    }

    @Override
    public CommitVerdict committed(int number) {
        return cues.committed(number);
    }

    @Override
    public void send(ServerMessage message) {
        outbox.send(message);
    }

    @Override
    public void say(String committed) {
        dictation.say(committed);
    }

    @Override
    public void commitUnasked() {
        dictation.commitUnasked();
    }

    @Override
    public void fail(SendError error, Duration untilClose) {
        if (isOver()) {
            return;
        }
        report(error.type(), error.text());
        if (untilClose.isZero()) {
            close(error.close().code(), error.close().reason());
        } else {
            // From here on the session ignores the client, but has not closed yet.
            over(Phase.CLOSING);
            clock.after(
                    untilClose,
                    () -> sendClose(error.close().code(), error.close().reason()));
        }
    }

    @Override
    public void fallSilent() {
        outbox.fallSilent();
    }

    /** A message that belongs before the start of the session is sent at once. */
    private void report(String type, String text) {
        record.error(type);
        Failure failure = new Failure(type, text);
        if (phase == Phase.OPENING) {
            outbox.sendAtOnce(failure);
        } else {
            outbox.send(failure);
        }
    }

    /** Performs the act now, unless the session has ended. */
    public void strike(Fault fault) {
        if (!isOver()) {
            suffer(fault);
        }
    }

    @Override
    public void suffer(Fault fault) {
        if (fault instanceof Fault.DropConnection) {
            record.ended(Ending.CUT_BY_SERVICE);
            over(Phase.CLOSING);
            link.reset();
        } else if (fault instanceof Fault.HangUp) {
            cut();
        } else if (fault instanceof Fault.CloseWith close) {
            close(close.code(), close.reason());
        } else if (fault instanceof SendError error) {
            report(error.type(), error.text());
            if (error.close() != null) {
                close(error.close().code(), error.close().reason());
            }
        } else if (fault instanceof Fault.Stall stall) {
            outbox.hold();
            clock.after(stall.duration(), outbox::release);
        } else if (fault instanceof Fault.FallSilent) {
            fallSilent();
        } else if (fault instanceof Fault.NeverStart) {
            startsNever = true;
        } else if (fault instanceof Fault.StopReading stop) {
            readPace.stop(stop.duration());
        } else {
            throw new IllegalArgumentException(fault + " cannot happen on an open connection");
        }
    }

    private void close(int code, String reason) {
        over(Phase.CLOSING);
        sendClose(code, reason);
    }

    private void sendClose(int code, String reason) {
        if (phase != Phase.CLOSED) {
            record.closing(code, reason);
            record.ended(Ending.CLOSED_BY_SERVICE);
            link.close(code, reason);
        }
    }

    @Override
    public boolean isOver() {
        return phase == Phase.CLOSING || phase == Phase.CLOSED;
    }

    private void over(Phase next) {
        leave(next);
        outbox.fallSilent();
    }

    /** Ignores the client from now on; messages that wait are still sent. */
    private void leave(Phase next) {
        phase = next;
        idleWatch.stop();
    }
}
