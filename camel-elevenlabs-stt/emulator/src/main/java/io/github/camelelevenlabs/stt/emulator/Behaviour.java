package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The rules and times of the emulated service. Durations named after audio are counted in audio received; the others are
 * wall-clock time, divided by the emulator's speed.
 *
 * @param sessionStartedDelay   from the handshake to {@code session_started} or the refusal
 * @param warmUpAudio           audio before the first partial transcript
 * @param partialAudio          audio from one partial transcript to the next
 * @param commitFloorAudio      a client may not commit less
 * @param autoCommitAudio       uncommitted audio that is committed unasked
 * @param vadDecisionAudio      added to {@code vad_silence_threshold_secs} before the service commits at a pause
 * @param commitToPlain         from a client's commit to its answer
 * @param plainToTimed          from the first message of an answer to its twin
 * @param twinOrder             which of the two messages of an answer come, and in which order
 * @param echoDelay             from an answer to the partial transcript that repeats it; null for none
 * @param idleTimeout           without a message from the client, the service closes
 * @param throttleToClose       from {@code commit_throttled} to the close
 * @param sessionTimeLimit      the service ends a session of this age; null for never
 * @param queueLimitAudio       audio that may be ahead of real time before {@code queue_overflow}; null for any
 * @param muteStall             a commit in the middle of speech from 35.0 s of uncommitted audio silences the session
 * @param maxConcurrentSessions 0 for any number
 * @param overLimit             what happens to one session too many
 * @param maxPreviousText       characters of {@code previous_text} that work well; more is noted as a violation
 */
public record Behaviour(
        Duration sessionStartedDelay,
        Duration warmUpAudio,
        Duration partialAudio,
        Duration commitFloorAudio,
        Duration autoCommitAudio,
        Duration vadDecisionAudio,
        Duration commitToPlain,
        Duration plainToTimed,
        TwinOrder twinOrder,
        Duration echoDelay,
        Duration idleTimeout,
        Duration throttleToClose,
        Duration sessionTimeLimit,
        Duration queueLimitAudio,
        boolean muteStall,
        int maxConcurrentSessions,
        Fault overLimit,
        int maxPreviousText) {

    /** What answers a commit when word times or the language were asked for. */
    public enum TwinOrder {
        /** As the service was seen: the timed message last, but first when only the language was asked for. */
        AS_SEEN,
        PLAIN_FIRST,
        TIMED_FIRST,
        TIMED_MISSING,
        PLAIN_MISSING
    }

    private static final Behaviour SERVICE = new Builder().build();

    /** The service as it was measured. */
    public static Behaviour service() {
        return SERVICE;
    }

    /** The same rules, but answers come after a few milliseconds: for tests. The idle timeout is the service's. */
    public static Behaviour prompt() {
        return SERVICE.with(b -> b.sessionStartedDelay(Duration.ofMillis(5))
                .commitToPlain(Duration.ofMillis(5))
                .plainToTimed(Duration.ofMillis(3))
                .echoDelay(Duration.ofMillis(2))
                .throttleToClose(Duration.ofMillis(5)));
    }

    /** This behaviour with some changes. */
    public Behaviour with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.build();
    }

    /** Collects changes to a behaviour; each method is named and documented as the component it sets. */
    public static final class Builder {
        private Duration sessionStartedDelay = Duration.ofMillis(200);
        private Duration warmUpAudio = Duration.ofSeconds(2);
        private Duration partialAudio = Duration.ofSeconds(1);
        private Duration commitFloorAudio = Duration.ofMillis(300);
        private Duration autoCommitAudio = Duration.ofMillis(36_500);
        private Duration vadDecisionAudio = Duration.ofMillis(100);
        private Duration commitToPlain = Duration.ofMillis(200);
        private Duration plainToTimed = Duration.ofMillis(50);
        private TwinOrder twinOrder = TwinOrder.AS_SEEN;
        private Duration echoDelay = Duration.ofMillis(20);
        private Duration idleTimeout = Duration.ofSeconds(15);
        private Duration throttleToClose = Duration.ofMillis(180);
        private Duration sessionTimeLimit;
        private Duration queueLimitAudio;
        private boolean muteStall;
        private int maxConcurrentSessions;
        private Fault overLimit = new Fault.SendError("rate_limited", "Too many concurrent sessions.").andClose(1008);
        private int maxPreviousText = 50;

        private Builder() {}

        private Builder(Behaviour behaviour) {
            sessionStartedDelay = behaviour.sessionStartedDelay;
            warmUpAudio = behaviour.warmUpAudio;
            partialAudio = behaviour.partialAudio;
            commitFloorAudio = behaviour.commitFloorAudio;
            autoCommitAudio = behaviour.autoCommitAudio;
            vadDecisionAudio = behaviour.vadDecisionAudio;
            commitToPlain = behaviour.commitToPlain;
            plainToTimed = behaviour.plainToTimed;
            twinOrder = behaviour.twinOrder;
            echoDelay = behaviour.echoDelay;
            idleTimeout = behaviour.idleTimeout;
            throttleToClose = behaviour.throttleToClose;
            sessionTimeLimit = behaviour.sessionTimeLimit;
            queueLimitAudio = behaviour.queueLimitAudio;
            muteStall = behaviour.muteStall;
            maxConcurrentSessions = behaviour.maxConcurrentSessions;
            overLimit = behaviour.overLimit;
            maxPreviousText = behaviour.maxPreviousText;
        }

        public Builder sessionStartedDelay(Duration value) {
            sessionStartedDelay = Objects.requireNonNull(value);
            return this;
        }

        public Builder warmUpAudio(Duration value) {
            warmUpAudio = Objects.requireNonNull(value);
            return this;
        }

        public Builder partialAudio(Duration value) {
            partialAudio = Objects.requireNonNull(value);
            return this;
        }

        public Builder commitFloorAudio(Duration value) {
            commitFloorAudio = Objects.requireNonNull(value);
            return this;
        }

        public Builder autoCommitAudio(Duration value) {
            autoCommitAudio = Objects.requireNonNull(value);
            return this;
        }

        public Builder vadDecisionAudio(Duration value) {
            vadDecisionAudio = Objects.requireNonNull(value);
            return this;
        }

        public Builder commitToPlain(Duration value) {
            commitToPlain = Objects.requireNonNull(value);
            return this;
        }

        public Builder plainToTimed(Duration value) {
            plainToTimed = Objects.requireNonNull(value);
            return this;
        }

        public Builder twinOrder(TwinOrder value) {
            twinOrder = Objects.requireNonNull(value);
            return this;
        }

        public Builder echoDelay(Duration value) {
            echoDelay = value;
            return this;
        }

        public Builder idleTimeout(Duration value) {
            idleTimeout = Objects.requireNonNull(value);
            return this;
        }

        public Builder throttleToClose(Duration value) {
            throttleToClose = Objects.requireNonNull(value);
            return this;
        }

        public Builder sessionTimeLimit(Duration value) {
            sessionTimeLimit = value;
            return this;
        }

        public Builder queueLimitAudio(Duration value) {
            queueLimitAudio = value;
            return this;
        }

        public Builder muteStall(boolean value) {
            muteStall = value;
            return this;
        }

        public Builder maxConcurrentSessions(int value) {
            maxConcurrentSessions = value;
            return this;
        }

        public Builder overLimit(Fault value) {
            overLimit = Objects.requireNonNull(value);
            return this;
        }

        public Builder maxPreviousText(int value) {
            maxPreviousText = value;
            return this;
        }

        private Behaviour build() {
            return new Behaviour(
                    sessionStartedDelay,
                    warmUpAudio,
                    partialAudio,
                    commitFloorAudio,
                    autoCommitAudio,
                    vadDecisionAudio,
                    commitToPlain,
                    plainToTimed,
                    twinOrder,
                    echoDelay,
                    idleTimeout,
                    throttleToClose,
                    sessionTimeLimit,
                    queueLimitAudio,
                    muteStall,
                    maxConcurrentSessions,
                    overLimit,
                    maxPreviousText);
        }
    }
}
