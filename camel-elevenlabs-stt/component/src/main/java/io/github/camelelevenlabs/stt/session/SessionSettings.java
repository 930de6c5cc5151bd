package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.transport.Transport;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/**
 * The frozen configuration of a session, checked where the options are.
 *
 * @param handshake           makes the request of a connection, credential included
 * @param hints               of the first connection; a change within the session replaces them
 * @param commitStrategy      who decides where a segment ends
 * @param commitInterval      with {@link CommitStrategy#MANUAL}: audio after which the next pause is a place to commit
 * @param vadSilenceThreshold with {@link CommitStrategy#VAD}: the silence after which the service commits
 * @param twinsExpected       whether every commit is answered by a second message with times or a language
 * @param chunkDuration       audio in one message
 * @param readRate            times real time; 0 for no limit
 * @param connectTimeout      the longest time from the session's turn to {@code session_started}
 * @param transcriptTimeout   the longest time from a commit, and from the end of the audio, to the answer
 * @param keepAliveInterval   the time without a message after which an empty one is sent
 * @param maxSessions         how many sessions may be open when this one opens, itself included; 0 for no limit
 * @param previousText        context for the first words; null for none
 * @param words               whether segments carry their words; the service is asked for them in any case, because they
 *                            show how far a commit reaches
 * @param annotations         what every segment waits for, for a limited time
 * @param continuity          what happens when a connection ends before the audio does
 * @param resumption          where in its source the session begins
 */
public record SessionSettings(
        Handshake handshake,
        Hints hints,
        CommitStrategy commitStrategy,
        Duration commitInterval,
        Duration vadSilenceThreshold,
        boolean twinsExpected,
        Duration chunkDuration,
        double readRate,
        Duration connectTimeout,
        Duration transcriptTimeout,
        Duration keepAliveInterval,
        int maxSessions,
        String previousText,
        boolean words,
        Set<Annotation> annotations,
        Continuity continuity,
        Resumption resumption) {

    /**
     * What happens when a connection ends before the audio does.
     *
     * @param replayLimit        the most audio of a live source that is kept to be sent again
     * @param maxSessionDuration the age at which a connection is replaced; zero for never
     * @param freshCredentials   whether every connection gets a credential of its own
     */
    public record Continuity(
            ReconnectPolicy policy, Duration replayLimit, Duration maxSessionDuration, boolean freshCredentials) {}

    /** The same settings for a session that goes on where another one ended. @param before the text before; null for none */
    public SessionSettings resuming(Resumption where, String before) {
        return new SessionSettings(
                handshake,
                hints,
                commitStrategy,
                commitInterval,
                vadSilenceThreshold,
                twinsExpected,
                chunkDuration,
                readRate,
                connectTimeout,
                transcriptTimeout,
                keepAliveInterval,
                maxSessions,
                before,
                words,
                annotations,
                continuity,
                where);
    }

    // The service does not detect silence at exactly the same time as the client.
    private static final Duration SILENCE_TOLERANCE = Duration.ofMillis(300);

    /** With {@link CommitStrategy#VAD}: the longest silence after which the service cannot have committed yet. */
    Duration uncommittedSilence() {
        Duration shorter = vadSilenceThreshold.minus(SILENCE_TOLERANCE);
        Duration half = vadSilenceThreshold.dividedBy(2);
        return shorter.compareTo(half) > 0 ? shorter : half;
    }

    /** Who decides where a segment ends. */
    public enum CommitStrategy {
        /** The service, when it detects silence. */
        VAD,
        /** The client. */
        MANUAL,
        /** The service, behind any word. So what holds then holds for any service, and this is the strategy where it is not known. */
        TURN_PREDICTION;

        /** The strategy that is in force when the service's echo says that it is one of these; empty when it does not say. */
        CommitStrategy inForce(Set<String> echoed) {
            if (echoed.isEmpty() || echoed.contains(name().toLowerCase(Locale.ROOT))) {
                return this;
            }
            return echoed.equals(Set.of("manual")) ? MANUAL : TURN_PREDICTION;
        }
    }

    /** What the service sends about a segment in a message of its own. */
    public enum Annotation {
        ENTITIES("entityDetection"),
        EDITED_TEXT("transcriptEdit");

        private final String option;

        Annotation(String option) {
            this.option = option;
        }

        /** The endpoint option that asks for it, for log messages. */
        String option() {
            return option;
        }
    }

    /** Makes the request of a connection. */
    @FunctionalInterface
    public interface Handshake {
        /**
         * Called for every connection, on a thread that may block.
         *
         * @throws Exception when no credential can be had
         */
        Transport.Upgrade upgrade(PcmFormat format, Hints hints) throws Exception;
    }
}
