package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.threads.Mutex;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names in use, each with its topic and its meters. A name exists while it has a user: a consumer, a producer, a session or a
 * stream. When the last user leaves, the name goes; its part of the component's totals stays. A name that comes back begins with
 * empty totals. Safe for use by many threads; no method blocks.
 */
public final class TranscriptTopics {

    /**
     * The number of names that are kept although only producers of endpoints made on the fly use them: Camel caches a thousand of
     * those producers. The name that was used least recently goes first.
     */
    public static final int MAX_IDLE = 10;

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptTopics.class);

    private final UsageTotals totals;
    private final Function<ObservedName, AutoCloseable> metering;

    private final Mutex lock = new Mutex();
    // Written under the lock, the first read without:
    private final ConcurrentMap<String, TranscriptTopic> byName = new ConcurrentHashMap<>();
    private final Map<TranscriptTopic, AutoCloseable> meters = new HashMap<>();
    /** In the order of their last use. */
    private final Set<TranscriptTopic> idle = new LinkedHashSet<>();

    private boolean metered = true;

    /**
     * @param totals   the totals of all names
     * @param metering registers the meters of a name; they are removed when the result is closed
     */
    public TranscriptTopics(UsageTotals totals, Function<ObservedName, AutoCloseable> metering) {
        this.totals = totals;
        this.metering = metering;
    }

    /** The topic of a name. The name stays at least until this user leaves it. */
    public TranscriptTopic use(String name, Object user) {
        return use(name, topic -> topic.users.add(user));
    }

    /** The same for a user that may never use the name again: the name may go when {@link #MAX_IDLE} others were used since. */
    public TranscriptTopic useOccasionally(String name, Object user) {
        return use(name, topic -> topic.occasionalUsers.add(user));
    }

    private TranscriptTopic use(String name, Consumer<TranscriptTopic> entry) {
        return lock.get(() -> {
            TranscriptTopic topic = existing(name);
            entry.accept(topic);
            settle(topic);
            return topic;
        });
    }

    /** The user does not need the name any more. Does nothing for others than users of the name. */
    public void leave(String name, Object user) {
        lock.run(() -> {
            TranscriptTopic topic = byName.get(name);
            if (topic != null && (topic.users.remove(user) | topic.occasionalUsers.remove(user))) {
                settle(topic);
            }
        });
    }

    /** Whether the name has a user of this class, or an occasional user, which may come back. */
    public boolean isUsedBy(String name, Class<?> kind) {
        return lock.get(() -> {
            TranscriptTopic topic = byName.get(name);
            return topic != null
                    && (topic.users.stream().anyMatch(kind::isInstance) || !topic.occasionalUsers.isEmpty());
        });
    }

    /** The topic of a name, without use of it: an empty topic when the name has no user. */
    public TranscriptTopic look(String name) {
        TranscriptTopic topic = byName.get(name);
        return topic == null ? new TranscriptTopic(new ObservedName(name, totals)) : topic;
    }

    /** The names in use. */
    public List<ObservedName> observedNames() {
        return byName.values().stream().map(TranscriptTopic::observed).toList();
    }

    /** The component starts: registers the meters of its names, also of those that were in use before it stopped. */
    public void start() {
        lock.run(() -> {
            metered = true;
            byName.values().forEach(this::meter);
        });
    }

    /** The component has stopped: forgets all sessions and removes the meters. */
    public void stop() {
        lock.run(() -> {
            metered = false;
            for (TranscriptTopic topic : byName.values()) {
                topic.observed().forgetSessions();
                topic.users.removeIf(Conversation.class::isInstance);
                unmeter(topic);
                settle(topic);
            }
        });
    }

    private TranscriptTopic existing(String name) {
        TranscriptTopic topic = byName.get(name);
        if (topic == null) {
            topic = new TranscriptTopic(new ObservedName(name, totals));
            meter(topic);
            byName.put(name, topic);
        }
        return topic;
    }

    private void meter(TranscriptTopic topic) {
        if (metered && !meters.containsKey(topic)) {
            meters.put(topic, metering.apply(topic.observed()));
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
        byName.remove(topic.observed().name(), topic);
        unmeter(topic);
    }

    private void unmeter(TranscriptTopic topic) {
        AutoCloseable meter = meters.remove(topic);
        if (meter != null) {
            try {
                meter.close();
            } catch (Exception e) {
                LOG.debug(
                        "The meters of {} could not be removed",
                        topic.observed().name(),
                        e);
            }
        }
    }
}
