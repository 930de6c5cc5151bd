package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Malformed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Unknown;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of the service that a session makes nothing of. The first few are logged and the others counted, so that a
 * service that sends nothing else fills neither the log nor the memory. Used on the session's loop.
 */
final class IgnoredMessages {

    /** A newer service has a type or two that this version does not know. */
    static final int MAX_LOGGED = 5;

    private static final Logger LOG = LoggerFactory.getLogger(IgnoredMessages.class);

    private final String sessionId;
    private final Set<String> types = new HashSet<>();
    private int malformed;
    private long notLogged;

    IgnoredMessages(String sessionId) {
        this.sessionId = sessionId;
    }

    /** Each type is logged once. */
    void unknown(Unknown message) {
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

    void malformed(Malformed message) {
        if (malformed < MAX_LOGGED) {
            malformed++;
            LOG.warn("{} the service sent what is no message: {}", sessionId, message.problem());
        } else {
            notLogged++;
        }
    }

    /** The session is over. */
    void end() {
        if (notLogged > 0) {
            LOG.info("{} ignored {} more messages that were malformed or of further types", sessionId, notLogged);
        }
    }
}
