package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.Observations;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.session.Conversation;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in use, each with its topic and its meters. A name exists while somebody uses it: a consumer, a producer, a
 * session or a stream. When nobody does any more, nothing of it is left but its part in the totals of the component, and
 * when it comes back it begins anew. Safe for use by many threads.
 */
public final class TranscriptTopics {

    /**
     * Names whose only users are idle producers of endpoints made on the fly, which Camel keeps by the thousand: so many are
     * left to be seen in meters and health, and the one that was used least recently goes first.
     */
    public static final int MAX_IDLE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopics.class);

    private final UsageTotals totals;
    private final Function<ObservedName, AutoCloseable> metering;

    private final ReentrantLock lock = new ReentrantLock();
    // Written under the lock, the first read without:
    private final ConcurrentMap<String, TranscriptTopic> byName = new ConcurrentHashMap<>();
    private final Map<TranscriptTopic, AutoCloseable> meters = new HashMap<>();
    /** In the order of their last use. */
    private final Set<TranscriptTopic> idle = new LinkedHashSet<>();

    private boolean metered = true;

    /**
     * @param totals   of all names
     * @param metering lets the meters of a name be read until it is closed
     */
    public TranscriptTopics(UsageTotals totals, Function<ObservedName, AutoCloseable> metering) {
        this.totals = totals;
        this.metering = metering;
    }

    /** The topic of a name, which stays until this user leaves it. */
    public TranscriptTopic use(String name, Object user) {
        return use(name, topic -> {
            topic.users.add(user);
            if (user instanceof FedStream stream) {
                topic.streams.add(stream);
            }
        });
    }

    /** The same for a user that may never use it again: the name goes when many others were used since. */
    public TranscriptTopic useOccasionally(String name, Object user) {
        return use(name, topic -> topic.occasionalUsers.add(user));
    }

    private TranscriptTopic use(String name, Consumer<TranscriptTopic> entry) {
        lock.lock();
        try {
            TranscriptTopic topic = existing(name);
            entry.accept(topic);
            settle(topic);
            return topic;
        } finally {
            lock.unlock();
        }
    }

    /** The user does not need the name any more; nothing happens if it did not use it. */
    public void leave(String name, Object user) {
        lock.lock();
        try {
            TranscriptTopic topic = byName.get(name);
            if (topic != null && (topic.users.remove(user) | topic.occasionalUsers.remove(user))) {
                topic.streams.remove(user);
                settle(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody of this kind uses the name, or may come back to it. */
    public boolean isUsedBy(String name, Class<?> kind) {
        lock.lock();
        try {
            TranscriptTopic topic = byName.get(name);
            return topic != null
                    && (topic.users.stream().anyMatch(kind::isInstance) || !topic.occasionalUsers.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /** What there is to see of a name: of one that nobody uses, nothing. */
    public TranscriptTopic look(String name) {
        TranscriptTopic topic = byName.get(name);
        return topic == null ? new TranscriptTopic(name, new Observations(totals)) : topic;
    }

    /** Those of the names in use. */
    public Collection<TranscriptTopic> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** The component starts: its names are metered, also those that were in use before it stopped. */
    public void start() {
        lock.lock();
        try {
            metered = true;
            byName.values().forEach(this::meter);
        } finally {
            lock.unlock();
        }
    }

    /** The component has stopped: no session runs any more, and there is nothing to meter. */
    public void stop() {
        all().forEach(TranscriptTopic::stopStreams);
        lock.lock();
        try {
            metered = false;
            for (TranscriptTopic topic : byName.values()) {
                topic.forgetSessions();
                topic.users.removeIf(user -> user instanceof Conversation || user instanceof FedStream);
                topic.streams.clear();
                unmeter(topic);
                settle(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    private TranscriptTopic existing(String name) {
        TranscriptTopic topic = byName.get(name);
        if (topic == null) {
            topic = new TranscriptTopic(name, new Observations(totals));
            meter(topic);
            byName.put(name, topic);
        }
        return topic;
    }

    private void meter(TranscriptTopic topic) {
        if (metered && !meters.containsKey(topic)) {
            meters.put(topic, metering.apply(topic));
        }
    }

    private void settle(TranscriptTopic topic) {
        idle.remove(topic);
        if (!topic.users.isEmpty()) {
            return;
        }
        if (topic.occasionalUsers.isEmpty()) {
            forget(topic);
            return;
        }
        idle.add(topic);
        if (idle.size() > MAX_IDLE) {
            TranscriptTopic eldest = idle.iterator().next();
            idle.remove(eldest);
            forget(eldest);
        }
    }

    private void forget(TranscriptTopic topic) {
        byName.remove(topic.name(), topic);
        unmeter(topic);
    }

    private void unmeter(TranscriptTopic topic) {
        AutoCloseable meter = meters.remove(topic);
        if (meter != null) {
            try {
                meter.close();
            } catch (Exception e) {
                LOG.debug("The meters of {} could not be removed", topic, e);
            }
        }
    }
}
