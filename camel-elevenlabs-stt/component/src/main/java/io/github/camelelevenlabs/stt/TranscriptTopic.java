package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name: the consumers that hear its transcripts, and the transcriptions that are running. Safe for use by many threads. */
final class TranscriptTopic {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopic.class);

    private final String name;
    private final UsageTotals totals;
    private final ServiceState service = new ServiceState(System::nanoTime);
    private final List<ElevenLabsSttConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Set<Transcription> running = ConcurrentHashMap.newKeySet();
    private final StreamSessions streams = new StreamSessions();

    /** Who uses the name, and which producers of endpoints made on the fly could. Guarded by the lock of {@link TranscriptTopics}. */
    final Set<Object> users = Collections.newSetFromMap(new IdentityHashMap<>());

    final Set<Object> occasionalUsers = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param totals of the name */
    TranscriptTopic(String name, UsageTotals totals) {
        this.name = name;
        this.totals = totals;
    }

    String name() {
        return name;
    }

    /** What the sessions of the name have used. */
    UsageTotals totals() {
        return totals;
    }

    /** What the sessions of the name have found out about the service. */
    ServiceState service() {
        return service;
    }

    /** Why the service cannot be used at the moment, as far as the sessions of the name know; empty when it can. */
    Optional<SessionFailure> trouble() {
        return service.trouble(snapshots());
    }

    /** What can be seen of the sessions that run now. */
    List<SessionSnapshot> snapshots() {
        return running.stream()
                .flatMap(transcription -> transcription.snapshots().stream())
                .toList();
    }

    /** How many sessions wait to reach the service again. */
    long backingOff() {
        return snapshots().stream()
                .filter(session -> session.state() == SessionState.BACKING_OFF)
                .count();
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

    /** The stream sessions of the name, by their keys. */
    StreamSessions streams() {
        return streams;
    }

    /** What ran has ended, or will never be heard of again. */
    void forgetSessions() {
        running.clear();
    }

    /** Tells of a failed session that no exchange waits for: the consumers' exception handlers, or else the log. */
    void report(Exception failure) {
        String shown = Printable.of(name);
        if (consumers.isEmpty()) {
            LOG.warn("A session of elevenlabs-stt:{} failed: {}", shown, failure.getMessage(), failure);
        }
        for (ElevenLabsSttConsumer consumer : consumers) {
            try {
                consumer.getExceptionHandler()
                        .handleException("A session of elevenlabs-stt:" + shown + " failed", failure);
            } catch (Throwable broken) {
                LOG.warn("The exception handler of {} failed", consumer.getEndpoint(), broken);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
