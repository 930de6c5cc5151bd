package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.protocol.ServerCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the service says to one client, in order; it can be held back, and it can fall silent for good. */
final class Outbox {
    // A session that is held back goes on listening: what it would say must not fill the memory.
    private static final int MAX_HELD = 10_000;

    private final Link link;
    private final SessionClock clock;
    private final Deque<ServerMessage> held = new ArrayDeque<>();
    private int holds;
    private boolean silent;
    private Duration lastSent = Duration.ZERO;

    Outbox(Link link, SessionClock clock) {
        this.link = link;
        this.clock = clock;
    }

    void send(ServerMessage message) {
        if (holds == 0) {
            sendAtOnce(message);
        } else if (!silent && held.size() < MAX_HELD) {
            held.add(message);
        }
    }

    /** Before everything that is held back. */
    void sendFirst(ServerMessage message) {
        if (holds == 0) {
            sendAtOnce(message);
        } else if (!silent) {
            held.addFirst(message);
        }
    }

    /** Past everything that is held back. */
    void sendAtOnce(ServerMessage message) {
        if (!silent) {
            lastSent = clock.elapsed();
            link.send(ServerCodec.encode(message));
        }
    }

    /** Holds everything back until there was a {@link #release} for every hold. */
    void hold() {
        holds++;
    }

    void release() {
        if (--holds == 0) {
            while (!held.isEmpty()) {
                sendAtOnce(held.remove());
            }
        }
    }

    void fallSilent() {
        silent = true;
        held.clear();
    }

    Duration sinceLastSent() {
        return clock.elapsed().minus(lastSent);
    }
}
