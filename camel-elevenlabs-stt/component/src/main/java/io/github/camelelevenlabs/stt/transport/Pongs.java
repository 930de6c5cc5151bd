package io.github.camelelevenlabs.stt.transport;

import io.netty.util.concurrent.Future;
import java.util.function.Function;

/**
 * Answers pings. One pong is on its way at a time, and the next one answers the latest ping, as RFC 6455 (5.5.3) allows. So a
 * peer that sends pings and does not read cannot fill memory. Used on the channel's event loop.
 */
final class Pongs {

    private final Function<byte[], Future<Void>> send;
    private byte[] unanswered;
    private boolean sending;

    /** @param send sends a pong with this payload; the future completes when the socket has taken it */
    Pongs(Function<byte[], Future<Void>> send) {
        this.send = send;
    }

    void answer(byte[] ping) {
        unanswered = ping;
        proceed();
    }

    private void proceed() {
        if (unanswered == null || sending) {
            return;
        }
        sending = true;
        byte[] payload = unanswered;
        unanswered = null;
        send.apply(payload).addListener(written -> {
            sending = false;
            if (written.isSuccess()) {
                proceed();
            }
        });
    }
}
