package io.github.camelelevenlabs.stt.transport;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** The network as a session sees it. Safe for use by many threads; no method blocks. */
public interface Transport {

    /**
     * Opens a WebSocket. The stage fails with a {@link HandshakeException} when the handshake is refused, and with the cause
     * when there is no connection at all. Cancelling the stage's future gives up the attempt.
     *
     * @param upgrade  called once, on a thread that may block, since a token may have to be fetched
     * @param receiver called by one thread at a time, in order; it must not block
     */
    CompletionStage<Link> connect(Callable<Upgrade> upgrade, Receiver receiver);

    /**
     * The request that becomes a WebSocket.
     *
     * @param parameters secret parameters that are added to the query
     * @param headers    secret headers
     */
    record Upgrade(URI uri, Map<String, String> parameters, Map<String, String> headers) {

        private static final Set<String> ENCRYPTED = Set.of("wss", "https");

        boolean isEncrypted() {
            return ENCRYPTED.contains(uri.getScheme());
        }

        @Override
        public String toString() {
            return "Upgrade[" + uri + ", parameters=" + parameters.keySet() + ", headers=" + headers.keySet() + "]";
        }
    }

    /** An open WebSocket. */
    interface Link {
        /** Sends a message. One that the socket does not take is a loss of the connection: see {@link Receiver#onLost}. */
        void send(InputAudioChunk chunk);

        /** Whether the socket keeps up. If not, {@link Receiver#onWritable()} or the connection's end follows. */
        boolean isWritable();

        /** Sends a ping; the answer comes to {@link Receiver#onPong()}. */
        void ping();

        /** Starts the closing handshake. */
        void close(int code, String reason);

        /** Ends the connection: at once, or where {@link #close} came before, when that is answered, within a second. */
        void abort();

        /** Stops reading, so that the other side has to wait. Messages that were read before are still delivered. */
        void pause();

        /** Ends a {@link #pause()}. */
        void resume();
    }

    /** Takes what the other side sends. No call follows {@code onClosed} or {@code onLost}. */
    interface Receiver {
        void onText(String text);

        /** The answer to a {@link Link#ping()}; at most one for each. */
        void onPong();

        /** The socket keeps up again; it may be called more often. */
        void onWritable();

        void onClosed(int code, String reason);

        void onLost(Throwable cause);
    }
}
