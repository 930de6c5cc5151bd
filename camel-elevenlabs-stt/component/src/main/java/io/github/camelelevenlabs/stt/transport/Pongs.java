package io.github.camelelevenlabs.stt.transport;

import io.netty.util.concurrent.Future;
import java.util.function.Function;

/**
 * The answers to pings. One is on its way at a time, and the next one is to the latest ping, as the protocol allows: whoever
 * sends pings and does not read must not fill memory. Used on the channel's event loop.
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
