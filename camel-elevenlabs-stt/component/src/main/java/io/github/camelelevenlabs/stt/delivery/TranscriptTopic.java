package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.Observations;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import io.github.camelelevenlabs.stt.session.SessionState;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name: the consumers that hear its transcripts, and the sessions that run. Safe for use by many threads. */
public final class TranscriptTopic implements ObservedName {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopic.class);

    private final String name;
    private final Observations observations;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private final Set<Conversation> running = ConcurrentHashMap.newKeySet();

    /** Who uses the name, and which producers of endpoints made on the fly could. Guarded by the lock of {@link TranscriptTopics}. */
    final Set<Object> users = Collections.newSetFromMap(new IdentityHashMap<>());

    final Set<Object> occasionalUsers = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Those of the users that are streams. Changed under the same lock, read without. */
    final Set<FedStream> streams = ConcurrentHashMap.newKeySet();

    TranscriptTopic(String name, Observations observations) {
        this.name = name;
        this.observations = observations;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public UsageTotals totals() {
        return observations.totals();
    }

    /** Where the sessions of the name tell what happens. */
    Observations observations() {
        return observations;
    }

    /** What went wrong last, however long ago. */
    public Optional<SessionFailure> lastFailure() {
        return observations.lastFailure();
    }

    @Override
    public Optional<SessionFailure> trouble() {
        return observations.trouble(snapshots());
    }

    @Override
    public List<SessionSnapshot> snapshots() {
        return running.stream().flatMap(session -> session.snapshots().stream()).toList();
    }

    @Override
    public long backingOff() {
        return snapshots().stream()
                .filter(session -> session.state() == SessionState.BACKING_OFF)
                .count();
    }

    public void subscribe(Subscriber subscriber) {
        subscribers.add(subscriber);
    }

    public void unsubscribe(Subscriber subscriber) {
        subscribers.remove(subscriber);
    }

    List<Subscriber> subscribers() {
        return subscribers;
    }

    /** Whether a consumer wants times, so that a session has to ask for them. */
    public boolean wantsTimestamps() {
        return subscribers.stream().anyMatch(subscriber -> subscriber.wishes().timestamps());
    }

    void started(Conversation session) {
        running.add(session);
    }

    void completed(Conversation session) {
        running.remove(session);
    }

    @Override
    public int running() {
        return running.size();
    }

    /** Ends all streams of the name. */
    public void endStreams() {
        streams.forEach(FedStream::end);
    }

    /** The same for the streams all of whose messages came by such routes. */
    public void endStreamsFedBy(Predicate<String> routes) {
        for (FedStream stream : streams) {
            Collection<String> fedBy = stream.routes();
            if (!fedBy.isEmpty() && fedBy.stream().allMatch(routes)) {
                stream.end();
            }
        }
    }

    /** The component has stopped. */
    void stopStreams() {
        streams.forEach(FedStream::stop);
    }

    /** What ran has ended, or will never be heard of again. */
    void forgetSessions() {
        running.clear();
    }

    /** Tells of a failed session that no exchange waits for: the consumers' exception handlers, or else the log. */
    void report(Exception failure) {
        String shown = Printable.of(name);
        if (subscribers.isEmpty()) {
            LOG.warn("A session of elevenlabs-stt:{} failed: {}", shown, failure.getMessage(), failure);
        }
        for (Subscriber subscriber : subscribers) {
            DefaultConsumer consumer = subscriber.consumer();
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
