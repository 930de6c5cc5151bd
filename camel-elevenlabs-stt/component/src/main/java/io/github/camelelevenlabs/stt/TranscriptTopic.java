package io.github.camelelevenlabs.stt;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name: the consumers that hear its transcripts, and the transcriptions that are running. Safe for use by many threads. */
final class TranscriptTopic {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopic.class);

    private final String name;
    private final List<ElevenLabsSttConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Set<Transcription> running = ConcurrentHashMap.newKeySet();
    private final Set<StreamSessions> streams = ConcurrentHashMap.newKeySet();

    TranscriptTopic(String name) {
        this.name = name;
    }

    void subscribe(ElevenLabsSttConsumer consumer) {
        consumers.add(consumer);
    }

    void unsubscribe(ElevenLabsSttConsumer consumer) {
        consumers.remove(consumer);
    }

    List<ElevenLabsSttConsumer> consumers() {
        return consumers;
    }

    /** Whether a consumer wants times, so that a session has to ask for them. */
    boolean wantsTimestamps() {
        return consumers.stream()
                .anyMatch(consumer -> consumer.outputFormat().needsWordTimes()
                        || consumer.getEndpoint().getConfiguration().isIncludeTimestamps());
    }

    void started(Transcription transcription) {
        running.add(transcription);
    }

    void completed(Transcription transcription) {
        running.remove(transcription);
    }

    /** How many transcriptions run. */
    int running() {
        return running.size();
    }

    void add(StreamSessions sessions) {
        streams.add(sessions);
    }

    void remove(StreamSessions sessions) {
        streams.remove(sessions);
    }

    /** Takes what was sent so far for all there is, so that the streams of this name are transcribed to their end. */
    void endStreams() {
        streams.forEach(StreamSessions::end);
    }

    /** Tells of a failed session that no exchange waits for: the consumers' exception handlers, or else the log. */
    void report(Exception failure) {
        if (consumers.isEmpty()) {
            LOG.warn("A session of elevenlabs-stt:{} failed: {}", name, failure.getMessage(), failure);
        }
        consumers.forEach(consumer -> consumer.getExceptionHandler()
                .handleException("A session of elevenlabs-stt:" + name + " failed", failure));
    }

    @Override
    public String toString() {
        return name;
    }
}
