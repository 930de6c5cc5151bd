package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import io.github.camelelevenlabs.stt.emulator.Script.Act;
import io.github.camelelevenlabs.stt.emulator.Script.Moment;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.SessionStarted;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Verbatim;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** One client's session from the handshake to the end of its connection. Confined to the connection's event loop. */
final class ServiceSession implements Dictation.Host {
    private static final String NO_VALID_MESSAGE = "Message must be a valid protocol message";
    private static final int LONGEST_QUOTE = 200;

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
    private final RecordedSession record;
    private final Outbox outbox;
    private final IdleWatch idleWatch;
    private final Dictation dictation;
    private Phase phase = Phase.OPENING;
    private boolean startsNever;
    private boolean answersNextCommit;

    ServiceSession(SessionRequest request, EmulatorSettings settings, SessionClock clock, Link link) {
        this.request = request;
        this.clock = clock;
        this.link = link;
        behaviour = settings.behaviour();
        record = request.record();
        outbox = new Outbox(link, clock);
        idleWatch = new IdleWatch(clock, behaviour.idleTimeout(), this::idle);
        dictation = new Dictation(request.parameters(), settings, clock, outbox, record, this);
    }

    /** The handshake is done. @param acts what the script wants to happen now */
    void opened(List<Act> acts) {
        outbox.hold();
        perform(acts);
        if (!startsNever) {
            clock.after(behaviour.sessionStartedDelay(), this::start);
        }
    }

    private void start() {
        if (phase != Phase.OPENING) {
            return;
        }
        if (request.refusal().isPresent()) {
            refuse(request.refusal().get());
            return;
        }
        phase = Phase.STARTED;
        String id = UUID.randomUUID().toString().replace("-", "");
        record.started(id);
        outbox.sendFirst(new SessionStarted(id, request.parameters()));
        outbox.release();
        idleWatch.start();
        if (behaviour.sessionTimeLimit() != null) {
            clock.after(behaviour.sessionTimeLimit(), this::timeIsUp);
        }
        perform(due(moment -> moment instanceof Moment.Started));
    }

    private void refuse(SessionRequest.Refusal refusal) {
        report(refusal.failure());
        close(refusal.closeCode(), refusal.closeReason());
    }

    void onText(byte[] utf8) {
        if (isOver()) {
            return;
        }
        idleWatch.signOfLife();
        ClientMessage message = ClientCodec.decode(utf8);
        if (message instanceof ClientMessage.InputAudioChunk chunk) {
            dictation.accept(chunk);
            return;
        }
        record.other(new String(utf8, 0, Math.min(utf8.length, LONGEST_QUOTE), StandardCharsets.UTF_8));
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

    void onBinary(int bytes) {
        if (!isOver()) {
            idleWatch.signOfLife();
            record.other(bytes + " bytes of binary data");
            reject(Rule.BINARY_FRAME, bytes + " bytes", NO_VALID_MESSAGE);
        }
    }

    private void reject(Rule rule, String detail, String error) {
        record.violation(rule, detail);
        report(new Failure("input_error", error));
    }

    void onPing() {
        record.ping();
    }

    void onClientClose(int code, String reason) {
        record.closing(code, reason);
        record.ended(Ending.CLOSED_BY_CLIENT);
        if (!isOver()) {
            over(Phase.CLOSING);
        }
    }

    void onDisconnected() {
        // A client that gives up connecting owes nothing to a session that has not started.
        if (phase == Phase.STARTED) {
            record.violation(Rule.NO_CLOSE_HANDSHAKE, "the connection ended without a close frame");
        }
        record.ended(Ending.LOST);
        over(Phase.CLOSED);
        dictation.end();
    }

    /** The emulator stops: the client is not to blame for what follows. */
    void cut() {
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

    private void timeIsUp() {
        fail(new Failure("session_time_limit_exceeded", "Session time limit exceeded."), Duration.ZERO, 1000);
    }

    @Override
    public boolean isStarted() {
        return phase == Phase.STARTED;
    }

    @Override
    public void heardUpTo(Duration position) {
        perform(due(moment ->
                moment instanceof Moment.AfterAudio after && after.audio().compareTo(position) <= 0));
    }

    @Override
    public void answered(int number) {
        perform(due(moment -> moment instanceof Moment.OnAnswer on && on.number() == number));
    }

    @Override
    public boolean answers(int commit) {
        answersNextCommit = true;
        perform(due(moment -> moment instanceof Moment.OnCommit on && on.number() == commit));
        return answersNextCommit;
    }

    @Override
    public void fail(Failure failure, Duration untilClose, int closeCode) {
        if (isOver()) {
            return;
        }
        report(failure);
        if (untilClose.isZero()) {
            close(closeCode, failure.type());
        } else {
            // From here on the session listens no more, but has not said so.
            over(Phase.CLOSING);
            clock.after(untilClose, () -> sendClose(closeCode, failure.type()));
        }
    }

    @Override
    public void fallSilent() {
        outbox.fallSilent();
    }

    /** What the session has to say before it starts cannot wait until it has started. */
    private void report(Failure failure) {
        record.error(failure.type());
        if (phase == Phase.OPENING) {
            outbox.sendAtOnce(failure);
        } else {
            outbox.send(failure);
        }
    }

    private List<Act> due(Predicate<Moment> hasCome) {
        return request.script().due(record.connection(), hasCome);
    }

    private void perform(List<Act> acts) {
        for (Act act : acts) {
            if (isOver()) {
                return;
            }
            if (act instanceof Act.Do fault) {
                suffer(fault.fault());
            } else if (act instanceof Act.Send send) {
                outbox.send(new Verbatim(send.json()));
            } else if (act instanceof Act.Partial partial) {
                outbox.send(new PartialTranscript(partial.text()));
            } else if (act instanceof Act.Committed committed) {
                dictation.say(committed.text());
            } else {
                throw new IllegalArgumentException("Nothing to do for " + act);
            }
        }
    }

    /** This happens now, unless the session is over. */
    void strike(Fault fault) {
        if (!isOver()) {
            suffer(fault);
        }
    }

    private void suffer(Fault fault) {
        if (fault instanceof Fault.DropConnection) {
            record.ended(Ending.CUT_BY_SERVICE);
            over(Phase.CLOSING);
            link.reset();
        } else if (fault instanceof Fault.HangUp) {
            cut();
        } else if (fault instanceof Fault.CloseWith close) {
            close(close.code(), close.reason());
        } else if (fault instanceof Fault.SendError error) {
            report(new Failure(error.type(), error.text()));
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
        } else if (fault instanceof Fault.SwallowCommitAnswer) {
            answersNextCommit = false;
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
        phase = next;
        idleWatch.stop();
        outbox.fallSilent();
    }
}
