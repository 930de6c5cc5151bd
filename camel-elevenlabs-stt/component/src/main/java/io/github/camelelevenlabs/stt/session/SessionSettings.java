package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.PcmFormat;
import java.time.Duration;

/**
 * The frozen configuration of a session, checked where the options are.
 *
 * @param handshake           makes the request of a connection, credential included
 * @param commitStrategy      who decides where a segment ends
 * @param commitInterval      with {@link CommitStrategy#MANUAL}: audio after which the next pause is a place to commit
 * @param vadSilenceThreshold with {@link CommitStrategy#VAD}: the silence after which the service commits
 * @param twinsExpected       whether every commit is answered by a second message with times or a language
 * @param chunkDuration       audio in one message
 * @param readRate            times real time; 0 for no limit
 * @param connectTimeout      from the session's turn to {@code session_started}
 * @param transcriptTimeout   from a commit, and from the end of the audio, to the answer
 * @param keepAliveInterval   without a message after which an empty one is sent
 * @param maxSessions         how many sessions may be open when this one opens, itself included; 0 for no limit
 * @param previousText        context for the first words; null for none
 * @param words               whether segments carry their words, which are asked for in any case: they tell how far a
 *                            commit reaches
 * @param continuity          what happens when a connection ends before the audio does
 */
public record SessionSettings(
        Handshake handshake,
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
        Continuity continuity) {

    /**
     * What happens when a connection ends before the audio does.
     *
     * @param replayLimit        audio of a live source that is kept to be sent again
     * @param maxSessionDuration age at which a connection is replaced; zero for never
     * @param freshCredentials   whether every connection gets a credential of its own
     */
    public record Continuity(
            ReconnectPolicy policy, Duration replayLimit, Duration maxSessionDuration, boolean freshCredentials) {}

    /** Who decides where a segment ends. */
    public enum CommitStrategy {
        /** The service, when it hears silence. */
        VAD,
        /** The client. */
        MANUAL
    }

    /** Makes the request of a connection. */
    @FunctionalInterface
    public interface Handshake {
        /**
         * Called for every connection, on a thread that may block.
         *
         * @throws Exception when no credential can be had
         */
        Transport.Upgrade upgrade(PcmFormat format) throws Exception;
    }
}
