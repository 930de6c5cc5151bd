package io.github.camelelevenlabs.stt.session;

import static java.time.Duration.ofSeconds;

import io.github.camelelevenlabs.stt.emulator.Fault;
import java.util.function.Consumer;

/** Faults that a session must survive: of the network, of the service, or of one answer. A test chooses the time. */
enum Trouble {
    RESET("connection reset", network -> network.reset()),
    HANG_UP("connection ends without a close frame", network -> network.suffer(new Fault.HangUp())),
    CLOSE_1000("close 1000, empty reason", close(1000, "")),
    CLOSE_1000_THROTTLED("close 1000 `commit_throttled`", close(1000, "commit_throttled")),
    CLOSE_1000_INACTIVE("close 1000 `insufficient_audio_activity`", close(1000, "insufficient_audio_activity")),
    CLOSE_1001("close 1001", close(1001, "")),
    CLOSE_1005("close without a code", close(1005, "")),
    CLOSE_1011("close 1011", close(1011, "internal error")),
    CLOSE_1012("close 1012", close(1012, "restart")),
    CLOSE_1013("close 1013", close(1013, "try again later")),
    TIME_LIMIT("`session_time_limit_exceeded`", error("session_time_limit_exceeded", 1000)),
    TRANSCRIBER_ERROR("`transcriber_error`", error("transcriber_error", 1011)),
    UNNAMED_ERROR("`error`", error("error", 1011)),
    RATE_LIMITED("`rate_limited`", error("rate_limited", 1008)),
    RESOURCE_EXHAUSTED("`resource_exhausted`", error("resource_exhausted", 1013)),
    QUEUE_OVERFLOW("`queue_overflow`", error("queue_overflow", 1008)),
    CABLE_CUT("half-open connection: nothing passes any more", SimulatedNetwork::cutCables),
    REFUSED("connections refused for 10 s", network -> {
        network.refuseConnections(ofSeconds(10));
        network.reset();
    }),
    UNREACHABLE("nobody answers connects for 15 s", network -> {
        network.ignoreConnections(ofSeconds(15));
        network.reset();
    }),
    HANDSHAKE_500("handshake refused with 500", refuse(500)),
    HANDSHAKE_503("handshake refused with 503", refuse(503)),
    HANDSHAKE_429("handshake refused with 429", refuse(429)),
    NEVER_STARTED("no `session_started`", network -> {
        network.next().fault(new Fault.NeverStart());
        network.reset();
    }),
    STALL(
            "the service says nothing for 8 s, then everything",
            network -> network.suffer(new Fault.Stall(ofSeconds(8)))),
    MUTE("the service says nothing any more", network -> network.suffer(new Fault.FallSilent())),
    ANSWER_SWALLOWED("a commit is not answered", network -> network.onNextCommit(new Fault.SwallowCommitAnswer())),
    LOST_BEFORE_ANSWER(
            "reset between a commit and its answer", network -> network.onNextCommit(new Fault.DropConnection())),
    LOST_BEFORE_TWIN(
            "reset between an answer and its twin", network -> network.onNextAnswer(new Fault.DropConnection())),
    MUTE_BEFORE_TWIN(
            "the service falls silent between an answer and its twin",
            network -> network.onNextAnswer(new Fault.FallSilent()));

    private final String description;
    private final Consumer<SimulatedNetwork> happening;

    Trouble(String description, Consumer<SimulatedNetwork> happening) {
        this.description = description;
        this.happening = happening;
    }

    void happenTo(SimulatedNetwork network) {
        happening.accept(network);
    }

    String description() {
        return description;
    }

    /** Whether the service never sends a transcript that it has made. */
    boolean isAnswerLost() {
        return this == ANSWER_SWALLOWED;
    }

    private static Consumer<SimulatedNetwork> close(int code, String reason) {
        return network -> network.suffer(new Fault.CloseWith(code, reason));
    }

    private static Consumer<SimulatedNetwork> error(String type, int code) {
        return network -> network.suffer(new Fault.SendError(type, "It is so.").andClose(code));
    }

    private static Consumer<SimulatedNetwork> refuse(int status) {
        return network -> {
            network.next().fault(new Fault.RefuseHandshake(status));
            network.reset();
        };
    }
}
