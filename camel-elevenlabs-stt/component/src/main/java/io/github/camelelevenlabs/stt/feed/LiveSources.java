package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.session.Hints;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/** The {@code audioUrl}s of the routes that run, which can be changed by their names. Safe for use by many threads; no method blocks. */
public final class LiveSources {

    private final Set<UrlFeed> feeds = ConcurrentHashMap.newKeySet();

    /** From now on the source can be changed. */
    public void add(UrlFeed feed) {
        feeds.add(feed);
    }

    public void remove(UrlFeed feed) {
        feeds.remove(feed);
    }

    /** Changes the sessions of all sources of a name, that which runs and those that follow. Returns how many sources there are. */
    public int change(String name, Hints.Change change) {
        int changed = 0;
        for (UrlFeed feed : feeds) {
            if (feed.name().equals(name)) {
                feed.change(change);
                changed++;
            }
        }
        return changed;
    }

    /**
     * Lets a message without audio and without a session key change the sources of its name. Returns false when it changes nothing.
     *
     * @throws IllegalArgumentException with the name of a header whose value is not allowed
     */
    boolean areChangedBy(SessionOpener opener, Exchange exchange, PendingReply reply) {
        Hints.Change change = HeaderChange.of(exchange.getIn());
        if (change.isNone() || change(opener.name(), change) == 0) {
            return false;
        }
        opener.routes().execute(reply::audioTaken);
        return true;
    }
}
