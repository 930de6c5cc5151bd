package io.github.camelelevenlabs.stt.emulator;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The rules and delays of the emulated service. Where sources differ, the newest observation of the live service is the
 * default, and the other behaviour is a switch here or in {@link Quirks}. Immutable.
 */
public final class Behaviour implements Cloneable {

    /** The messages that answer a commit when word times or the language were requested, and their order. */
    public enum TwinOrder {
        /** As observed: the timed message comes last, but first when only the language was requested. */
        AS_SEEN,
        PLAIN_FIRST,
        TIMED_FIRST,
        /** The plain message comes first. The timed one delays no later answer, so it may come after the next plain one. */
        TIMED_LATE,
        TIMED_MISSING,
        PLAIN_MISSING
    }

    private static final Behaviour SERVICE = new Behaviour();

    private Duration sessionStartedDelay = Duration.ofMillis(200);
    private Duration warmUpAudio = Duration.ofSeconds(2);
    private Duration partialAudio = Duration.ofSeconds(1);
    private Duration commitFloorAudio = Duration.ofMillis(300);
    private Duration autoCommitAudio = Duration.ofMillis(36_500);
    private Duration vadDecisionAudio = Duration.ofMillis(100);
    private int turnWords = 8;
    private Duration turnDecisionAudio = Duration.ofMillis(500);
    private int turnSeed;
    private Duration commitToPlain = Duration.ofMillis(200);
    private Duration plainToTimed = Duration.ofMillis(50);
    private TwinOrder twinOrder = TwinOrder.AS_SEEN;
    private Duration echoDelay = Duration.ofMillis(20);
    private Duration editDelay = Duration.ofMillis(200);
    private Duration throttleToClose = Duration.ofMillis(180);
    private Duration idleTimeout = Duration.ofSeconds(15);
    private Duration tokenLife = Duration.ofMinutes(15);
    private Duration pingInterval;
    private Duration sessionTimeLimit;
    private Duration chunkLimitAudio;
    private double readRate;
    private double processingRate;
    private Duration queueLimitAudio;
    private int maxConcurrentSessions;
    private Fault overLimit = ServiceError.RATE_LIMITED.asSeen();
    private Fault unauthorised = ServiceError.AUTH_ERROR.asSeen();
    private boolean muteStall = true;
    private int maxPreviousText = 50;
    private Quirks quirks = Quirks.NONE;

    private Behaviour() {}

    /** The service as it was measured. */
    public static Behaviour service() {
        return SERVICE;
    }

    /** The same rules with answers after a few milliseconds, for tests. The idle timeout stays that of the service. */
    public static Behaviour prompt() {
        return SERVICE.with(b -> b.sessionStartedDelay(Duration.ofMillis(5))
                .commitToPlain(Duration.ofMillis(5))
                .plainToTimed(Duration.ofMillis(3))
                .echoDelay(Duration.ofMillis(2))
                .editDelay(Duration.ofMillis(12))
                .throttleToClose(Duration.ofMillis(5)));
    }

    /** This behaviour with some changes. */
    public Behaviour with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.built.copy();
    }

    // Each value is explained at its setter.

    public Duration sessionStartedDelay() {
        return sessionStartedDelay;
    }

    public Duration warmUpAudio() {
        return warmUpAudio;
    }

    public Duration partialAudio() {
        return partialAudio;
    }

    public Duration commitFloorAudio() {
        return commitFloorAudio;
    }

    public Duration autoCommitAudio() {
        return autoCommitAudio;
    }

    public Duration vadDecisionAudio() {
        return vadDecisionAudio;
    }

    public int turnWords() {
        return turnWords;
    }

    public Duration turnDecisionAudio() {
        return turnDecisionAudio;
    }

    public int turnSeed() {
        return turnSeed;
    }

    public Duration commitToPlain() {
        return commitToPlain;
    }

    public Duration plainToTimed() {
        return plainToTimed;
    }

    public TwinOrder twinOrder() {
        return twinOrder;
    }

    public Duration echoDelay() {
        return echoDelay;
    }

    public Duration editDelay() {
        return editDelay;
    }

    public Duration throttleToClose() {
        return throttleToClose;
    }

    public Duration idleTimeout() {
        return idleTimeout;
    }

    public Duration tokenLife() {
        return tokenLife;
    }

    public Duration pingInterval() {
        return pingInterval;
    }

    public Duration sessionTimeLimit() {
        return sessionTimeLimit;
    }

    public Duration chunkLimitAudio() {
        return chunkLimitAudio;
    }

    public double readRate() {
        return readRate;
    }

    public double processingRate() {
        return processingRate;
    }

    public Duration queueLimitAudio() {
        return queueLimitAudio;
    }

    public int maxConcurrentSessions() {
        return maxConcurrentSessions;
    }

    public Fault overLimit() {
        return overLimit;
    }

    public Fault unauthorised() {
        return unauthorised;
    }

    public boolean muteStall() {
        return muteStall;
    }

    public int maxPreviousText() {
        return maxPreviousText;
    }

    public Quirks quirks() {
        return quirks;
    }

    private Behaviour copy() {
        try {
            return (Behaviour) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Collects changes to a behaviour. Durations of audio are counted in audio received; the others in time, divided by
     * the emulator's speed. A duration may be null only where its setter says so.
     */
    public static final class Builder {
        private final Behaviour built;

        private Builder(Behaviour from) {
            built = from.copy();
        }

        /** From the handshake to {@code session_started} or the refusal; 200 ms. */
        public Builder sessionStartedDelay(Duration value) {
            built.sessionStartedDelay = Objects.requireNonNull(value, "sessionStartedDelay");
            return this;
        }

        /** Audio before the first partial transcript; 2 s. */
        public Builder warmUpAudio(Duration value) {
            built.warmUpAudio = Objects.requireNonNull(value, "warmUpAudio");
            return this;
        }

        /** Audio from one partial transcript to the next; 1 s. */
        public Builder partialAudio(Duration value) {
            built.partialAudio = Objects.requireNonNull(value, "partialAudio");
            return this;
        }

        /** The minimum of audio in a client's commit; 0.3 s. */
        public Builder commitFloorAudio(Duration value) {
            built.commitFloorAudio = Objects.requireNonNull(value, "commitFloorAudio");
            return this;
        }

        /**
         * After this much uncommitted audio the service commits by itself; 36.5 s as last measured, 90 s in the
         * documentation of 2025.
         */
        public Builder autoCommitAudio(Duration value) {
            built.autoCommitAudio = Objects.requireNonNull(value, "autoCommitAudio");
            return this;
        }

        /** Added to {@code vad_silence_threshold_secs} before the service commits in a pause; 0.1 s. */
        public Builder vadDecisionAudio(Duration value) {
            built.vadDecisionAudio = Objects.requireNonNull(value, "vadDecisionAudio");
            return this;
        }

        /**
         * With {@code commit_strategy=turn_prediction}: how many words a turn has on average; 8. Where a turn ends is random, and one of
         * ten is ten times as long.
         */
        public Builder turnWords(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("turnWords must be 1 or more, was " + value);
            }
            built.turnWords = value;
            return this;
        }

        /**
         * The most audio from the last word of a turn to the service's decision that it was the last one; 500 ms. Words within it
         * belong to the next segment.
         */
        public Builder turnDecisionAudio(Duration value) {
            built.turnDecisionAudio = Objects.requireNonNull(value, "turnDecisionAudio");
            return this;
        }

        /** Turns end behind the same words for the same number, on the same connection; 0. */
        public Builder turnSeed(int value) {
            built.turnSeed = value;
            return this;
        }

        /** From a client's commit to its answer; 200 ms. */
        public Builder commitToPlain(Duration value) {
            built.commitToPlain = Objects.requireNonNull(value, "commitToPlain");
            return this;
        }

        /** From the first message of an answer to its twin; 50 ms. */
        public Builder plainToTimed(Duration value) {
            built.plainToTimed = Objects.requireNonNull(value, "plainToTimed");
            return this;
        }

        /** The messages of an answer and their order. */
        public Builder twinOrder(TwinOrder value) {
            built.twinOrder = Objects.requireNonNull(value, "twinOrder");
            return this;
        }

        /** From an answer to the partial transcript that repeats it; 20 ms, null for none. */
        public Builder echoDelay(Duration value) {
            built.echoDelay = value;
            return this;
        }

        /** From the last message of an answer to its edited transcript; 200 ms. */
        public Builder editDelay(Duration value) {
            built.editDelay = Objects.requireNonNull(value, "editDelay");
            return this;
        }

        /**
         * From {@code commit_throttled} to the close; 180 ms. Null: the session continues, as the text of the error says.
         */
        public Builder throttleToClose(Duration value) {
            built.throttleToClose = value;
            return this;
        }

        /** After this time without a message from the client the service closes; 15 s. */
        public Builder idleTimeout(Duration value) {
            built.idleTimeout = Objects.requireNonNull(value, "idleTimeout");
            return this;
        }

        /** The lifetime of a token; 15 minutes. */
        public Builder tokenLife(Duration value) {
            built.tokenLife = Objects.requireNonNull(value, "tokenLife");
            return this;
        }

        /** How often the service pings the client; null, the default, for never. */
        public Builder pingInterval(Duration value) {
            built.pingInterval = value;
            return this;
        }

        /** The age at which the service ends a session; null, the default, for never. */
        public Builder sessionTimeLimit(Duration value) {
            built.sessionTimeLimit = value;
            return this;
        }

        /** More audio than this in one message is {@code chunk_size_exceeded}; null, the default, for no limit. */
        public Builder chunkLimitAudio(Duration value) {
            built.chunkLimitAudio = value;
            return this;
        }

        /**
         * The rate at which audio is read from the socket, as a multiple of real time; further audio waits at the client. 0,
         * the default, for no limit.
         */
        public Builder readRate(double value) {
            built.readRate = value;
            return this;
        }

        /**
         * The rate at which audio is processed, as a multiple of real time; a client that sends faster gets its answers
         * later. 0, the default, for no limit.
         */
        public Builder processingRate(double value) {
            built.processingRate = value;
            return this;
        }

        /**
         * The limit of audio that waits to be processed, in real time if no {@link #processingRate} is set; beyond it comes
         * {@code queue_overflow}. Null, the default, for no limit.
         */
        public Builder queueLimitAudio(Duration value) {
            built.queueLimitAudio = value;
            return this;
        }

        /** The limit of concurrent sessions; 0, the default, for no limit. */
        public Builder maxConcurrentSessions(int value) {
            built.maxConcurrentSessions = value;
            return this;
        }

        /** The reaction to a session above the limit; {@code rate_limited} and a close. */
        public Builder overLimit(Fault value) {
            built.overLimit = Objects.requireNonNull(value, "overLimit");
            return this;
        }

        /**
         * The reaction to a client without a valid key or token: after a successful handshake {@code auth_error} and a close
         * with 1000. Some clients expect an HTTP status instead: {@code new RefuseHandshake(403)}.
         */
        public Builder unauthorised(Fault value) {
            built.unauthorised = Objects.requireNonNull(value, "unauthorised");
            return this;
        }

        /** Whether a commit of 35.0 s or more of audio in the middle of speech silences the session; true. */
        public Builder muteStall(boolean value) {
            built.muteStall = value;
            return this;
        }

        /** The recommended length of {@code previous_text}, in characters; a longer one is noted as a violation. 50. */
        public Builder maxPreviousText(int value) {
            built.maxPreviousText = value;
            return this;
        }

        /** Behaviour of some versions of the service, or observed occasionally. */
        public Builder quirks(Quirks value) {
            built.quirks = Objects.requireNonNull(value, "quirks");
            return this;
        }
    }
}
