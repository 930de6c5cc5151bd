package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.session.ChannelListener;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import java.time.Duration;

/** The part of a session's listener that only observes it. */
abstract class ObservedSession implements ChannelListener {

    private final String id;
    private final Notices notices;

    /** @param notices logs the warnings of the service */
    ObservedSession(String id, Notices notices) {
        this.id = id;
        this.notices = notices;
    }

    /** The name of the session. Called after the start. */
    abstract ObservedName observed();

    @Override
    public void onDifference(ConfigEcho.Difference difference) {
        notices.difference(id, difference);
    }

    @Override
    public void onWarning(String text) {
        notices.warning(id, text);
    }

    @Override
    public void onSent(Sending what, Duration audio) {
        observed().sent(what, audio);
    }

    @Override
    public void onCommitAnswered(Duration latency) {
        observed().commitAnswered(latency);
    }

    @Override
    public void onReconnecting(SessionFailure why) {
        observed().reconnecting(why);
    }
}
