package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.protocol.ServerCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** The messages of the service to one client, in order. They can be held back, and they can be stopped for good. */
final class Outbox {
    // While messages are held back the session still receives: its messages must not fill the memory.
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

    /** Sends this before everything that is held back. */
    void sendFirst(ServerMessage message) {
        if (holds == 0) {
            sendAtOnce(message);
        } else if (!silent) {
            held.addFirst(message);
        }
    }

    /** Sends this immediately, although other messages are held back. */
    void sendAtOnce(ServerMessage message) {
        if (!silent) {
            lastSent = clock.elapsed();
            link.send(ServerCodec.encode(message));
        }
    }

    /** Holds all messages back until {@link #release} has been called once for each hold. */
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
