package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name: the consumers that route its transcripts, and what can be observed of its sessions. Safe for use by many threads. */
public final class TranscriptTopic {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopic.class);

    private final ObservedName observed;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    // Guarded by the lock of TranscriptTopics:
    final Set<Object> users = Collections.newSetFromMap(new IdentityHashMap<>());
    /** Producers of endpoints made on the fly, which may never use the name again. */
    final Set<Object> occasionalUsers = Collections.newSetFromMap(new IdentityHashMap<>());

    TranscriptTopic(ObservedName observed) {
        this.observed = observed;
    }

    /** The sessions of the name. */
    public ObservedName observed() {
        return observed;
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

    /** Whether a consumer needs the times of words, so that sessions must ask for them. */
    public boolean wantsTimestamps() {
        return subscribers.stream().anyMatch(subscriber -> subscriber.wishes().timestamps());
    }

    /**
     * Reports a failed session that no exchange waits for: to the exception handler of each consumer, which may block, or to the
     * log when there is no consumer.
     *
     * @param stopped whether the component's stop has ended it, when its consumers are stopped already
     */
    void report(Exception failure, boolean stopped) {
        String shown = Printable.of(observed.name());
        if (subscribers.isEmpty() && stopped) {
            LOG.info("A session of elevenlabs-stt:{} has ended early: {}", shown, failure.getMessage());
        } else if (subscribers.isEmpty()) {
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
}
