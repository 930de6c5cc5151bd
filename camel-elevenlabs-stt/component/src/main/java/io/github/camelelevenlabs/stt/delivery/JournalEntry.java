package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.transcript.Segment;
import java.time.Duration;

/** An entry that a session keeps in the repository. {@link JournalCodec} writes it as one line of JSON. */
sealed interface JournalEntry {

    /**
     * The first entry of a session.
     *
     * @param sessionId stays the same in every process that goes on with the session
     * @param rate      samples per second of the audio that is sent; 0 when unknown
     * @param channels  the number of channels that are transcribed each by itself; 0 when unknown
     */
    record Head(String sessionId, int rate, int channels) implements JournalEntry {}

    /**
     * A segment that is to be routed.
     *
     * @param through the position in the source up to which its audio is covered; in the segment's channel if it has one
     * @param sent    all audio that the session had sent by then; zero when unknown
     */
    record Said(Segment segment, Duration through, Duration sent) implements JournalEntry {}

    /** Every consumer has routed the segment with this index. */
    record Routed(int index) implements JournalEntry {}

    /**
     * Nothing was said up to this position but what the segments before say.
     *
     * @param channel from 0; 0 when there is only one
     * @param sent    all audio that the session had sent by then; zero when unknown
     */
    record Covered(int channel, Duration through, Duration sent) implements JournalEntry {}
}
