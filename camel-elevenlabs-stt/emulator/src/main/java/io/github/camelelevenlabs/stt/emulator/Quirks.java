package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Behaviour that the service showed in some versions or now and then. All of it is off by default. Immutable.
 *
 * <pre>{@code
 * Behaviour.prompt().with(b -> b.quirks(Quirks.of(q -> q.partialBeforeCommitted(ofMillis(1)).fragmentBytes(7))));
 * }</pre>
 */
public final class Quirks implements Cloneable {
    /** The service as last observed. */
    public static final Quirks NONE = new Quirks();

    private ConfigEcho configEcho = ConfigEcho.AS_SEEN;
    private boolean charactersAsText;
    private boolean everyFieldRequired;
    private boolean liteModelRefused;
    private boolean filterExcludesLanguageDetection;
    private boolean badKeytermsIgnored;
    private boolean loggingWarning;
    private boolean inputErrorCloses;
    private boolean timedUnasked;
    private Duration partialBeforeCommitted;
    private int tailRewrites;
    private boolean editsOutOfOrder;
    private boolean overlappingCommitsLost;
    private Duration closeFlush;
    private int fragmentBytes;

    private Quirks() {}

    /** These quirks, and no others. */
    public static Quirks of(Consumer<Builder> changes) {
        return NONE.with(changes);
    }

    /** These quirks with some changes. */
    public Quirks with(Consumer<Builder> changes) {
        Builder builder = new Builder(this);
        changes.accept(builder);
        return builder.built.copy();
    }

    // Each value is explained at its setter.

    public ConfigEcho configEcho() {
        return configEcho;
    }

    public boolean charactersAsText() {
        return charactersAsText;
    }

    public boolean everyFieldRequired() {
        return everyFieldRequired;
    }

    public boolean liteModelRefused() {
        return liteModelRefused;
    }

    public boolean filterExcludesLanguageDetection() {
        return filterExcludesLanguageDetection;
    }

    public boolean badKeytermsIgnored() {
        return badKeytermsIgnored;
    }

    public boolean loggingWarning() {
        return loggingWarning;
    }

    public boolean inputErrorCloses() {
        return inputErrorCloses;
    }

    public boolean timedUnasked() {
        return timedUnasked;
    }

    public Duration partialBeforeCommitted() {
        return partialBeforeCommitted;
    }

    public int tailRewrites() {
        return tailRewrites;
    }

    public boolean editsOutOfOrder() {
        return editsOutOfOrder;
    }

    public boolean overlappingCommitsLost() {
        return overlappingCommitsLost;
    }

    public Duration closeFlush() {
        return closeFlush;
    }

    public int fragmentBytes() {
        return fragmentBytes;
    }

    private Quirks copy() {
        try {
            return (Quirks) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Collects changes to quirks. */
    public static final class Builder {
        private final Quirks built;

        private Builder(Quirks from) {
            built = from.copy();
        }

        /** The form in which {@code session_started} repeats the settings. */
        public Builder configEcho(ConfigEcho value) {
            built.configEcho = Objects.requireNonNull(value, "configEcho");
            return this;
        }

        /** Whether the characters of a word are plain strings, as the contract of July 2026 has it, and not objects with times. */
        public Builder charactersAsText(boolean value) {
            built.charactersAsText = value;
            return this;
        }

        /** Whether a chunk without {@code commit} or {@code sample_rate} is malformed, as in the contract of July 2026. */
        public Builder everyFieldRequired(boolean value) {
            built.everyFieldRequired = value;
            return this;
        }

        /** Whether {@code scribe_v2_realtime_lite} is refused, by an error that lists it. */
        public Builder liteModelRefused(boolean value) {
            built.liteModelRefused = value;
            return this;
        }

        /** Whether {@code filter_background_audio} cannot be combined with {@code include_language_detection} either. */
        public Builder filterExcludesLanguageDetection(boolean value) {
            built.filterExcludesLanguageDetection = value;
            return this;
        }

        /** Whether a session with invalid keyterms starts without any. */
        public Builder badKeytermsIgnored(boolean value) {
            built.badKeytermsIgnored = value;
            return this;
        }

        /** Whether {@code enable_logging=false} is answered with a {@code warning}, as for an account without this right. */
        public Builder loggingWarning(boolean value) {
            built.loggingWarning = value;
            return this;
        }

        /** Whether the session ends with its first {@code input_error}. */
        public Builder inputErrorCloses(boolean value) {
            built.inputErrorCloses = value;
            return this;
        }

        /** Whether commits have a twin without a request. */
        public Builder timedUnasked(boolean value) {
            built.timedUnasked = value;
            return this;
        }

        /** A committed transcript comes this long after a partial one of the same text, such as 1 ms; null, the default, for none. */
        public Builder partialBeforeCommitted(Duration value) {
            built.partialBeforeCommitted = value;
            return this;
        }

        /**
         * The number of words at the end of every second partial transcript that the next one rewrites: 0, the default, to
         * 5.
         */
        public Builder tailRewrites(int value) {
            if (value < 0 || value > 5) {
                throw new IllegalArgumentException("tailRewrites must be from 0 to 5, was " + value);
            }
            built.tailRewrites = value;
            return this;
        }

        /** Whether every second edited transcript takes ten times as long, so that it may come after the next one. */
        public Builder editsOutOfOrder(boolean value) {
            built.editsOutOfOrder = value;
            return this;
        }

        /** Whether a commit sent before the answer to the previous one gets no answer; its text is lost. */
        public Builder overlappingCommitsLost(boolean value) {
            built.overlappingCommitsLost = value;
            return this;
        }

        /**
         * When a client closes in VAD mode, the service commits the open segment after this time (250 ms was observed) and
         * answers the close afterwards. Null, the default: the segment is dropped.
         */
        public Builder closeFlush(Duration value) {
            built.closeFlush = value;
            return this;
        }

        /**
         * The maximum length of a frame in bytes; longer messages are fragmented, also within a character. 0, the default,
         * for no limit.
         */
        public Builder fragmentBytes(int value) {
            built.fragmentBytes = value;
            return this;
        }
    }
}
