package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.time.Duration;

/**
 * How far the audio sent may run ahead of what the other side has read. The buffers of a network hold minutes of audio; a
 * commit, or a ping, behind so much would be answered too late, and after a lost connection all of it would be sent in vain.
 * A WebSocket's peer answers a ping when it has read what was sent before, which is all the acknowledgement there is. Used on
 * the session's loop.
 */
final class SendWindow {

    /** Four times real time needs less than half of it on the slowest of paths. */
    static final Duration WIDTH = Duration.ofSeconds(5);

    private static final long NONE = -1;

    private long width;
    private long sent;
    private long read;
    private long pinged = NONE;

    SendWindow(PcmFormat format) {
        this.width = format.samples(WIDTH);
    }

    /** Audio was sent. */
    void sent(int samples) {
        sent += samples;
    }

    /** Whether more audio may go. */
    boolean isOpen() {
        return sent - read < width;
    }

    /** Whether it is time to ask how far the other side is. */
    boolean isPingDue() {
        return pinged == NONE && sent - read >= width / 2;
    }

    /** Whether a ping waits for its answer: of several the other side may answer only the last. */
    boolean isPinged() {
        return pinged != NONE;
    }

    void pinged() {
        pinged = sent;
    }

    /** The other side has read everything that was sent before the ping. */
    void ponged() {
        if (pinged != NONE) {
            read = pinged;
            pinged = NONE;
        }
    }

    /** Stays open from now on: the other side is there but does not answer pings, so it cannot be measured how far it has read. */
    void giveUp() {
        width = Long.MAX_VALUE;
    }
}
