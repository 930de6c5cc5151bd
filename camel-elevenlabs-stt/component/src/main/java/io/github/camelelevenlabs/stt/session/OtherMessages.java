package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Malformed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Unknown;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Warning;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of the service that are neither transcripts nor failures. Warnings go to the observer, annotations to their
 * segments. Of the messages that are ignored, the first few are logged and the others counted, so that a flood of them
 * fills neither the log nor the memory. Used on the session's loop.
 */
final class OtherMessages {

    /** Types, and malformed messages; a newer service may have a type or two that this version does not know. */
    static final int MAX_LOGGED = 5;

    private static final Logger LOG = LoggerFactory.getLogger(OtherMessages.class);

    private final String sessionId;
    private final Annotations annotations;
    private final SessionObserver observer;
    private final Set<String> types = new HashSet<>();
    private int malformed;
    private long notLogged;

    OtherMessages(String sessionId, Annotations annotations, SessionObserver observer) {
        this.sessionId = sessionId;
        this.annotations = annotations;
        this.observer = observer;
    }

    void received(ServerEvent event) {
        if (event instanceof Warning warning) {
            observer.onWarning(warning.text());
        } else if (event instanceof Entities found) {
            annotations.received(found);
        } else if (event instanceof Edited edited) {
            annotations.received(edited);
        } else if (event instanceof Malformed malformed) {
            ignore(malformed);
        } else if (event instanceof Unknown unknown) {
            ignore(unknown);
        }
    }

    /** Each type is logged once. */
    private void ignore(Unknown message) {
        if (types.contains(message.type())) {
            return;
        }
        if (types.size() < MAX_LOGGED) {
            types.add(message.type());
            LOG.info("{} ignores messages of type {}", sessionId, message.type());
        } else {
            notLogged++;
        }
    }

    private void ignore(Malformed message) {
        if (malformed < MAX_LOGGED) {
            malformed++;
            LOG.warn("{} the service sent what is no message: {}", sessionId, message.problem());
        } else {
            notLogged++;
        }
    }

    /** The session is over: logs how many messages were ignored without a line in the log. */
    void end() {
        if (notLogged > 0) {
            LOG.info("{} ignored {} more messages that were malformed or of further types", sessionId, notLogged);
        }
    }
}
