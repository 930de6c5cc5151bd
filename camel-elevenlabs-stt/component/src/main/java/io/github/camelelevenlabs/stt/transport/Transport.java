package io.github.camelelevenlabs.stt.transport;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;

/** The network, as far as a session knows it. */
public interface Transport {

    /**
     * Opens a WebSocket. The stage fails with a {@link HandshakeException} when the handshake is refused, and with the cause
     * when there is no connection at all. Who does not want it any more cancels the stage's future, which gives up the
     * attempt.
     *
     * @param upgrade  asked once, on a thread that may block, since a token may have to be fetched
     * @param receiver called in order, from any one thread at a time, and from nothing but this connection
     */
    CompletionStage<Link> connect(Callable<Upgrade> upgrade, Receiver receiver);

    /**
     * The request that becomes a WebSocket.
     *
     * @param parameters secret parameters that are added to the query
     * @param headers    secret headers
     */
    record Upgrade(URI uri, Map<String, String> parameters, Map<String, String> headers) {
        @Override
        public String toString() {
            return "Upgrade[" + uri + ", parameters=" + parameters.keySet() + ", headers=" + headers.keySet() + "]";
        }
    }

    /** An open WebSocket. */
    interface Link {
        /** Sends a text message, given as UTF-8. The stage completes when the socket has taken it, or fails. */
        CompletionStage<Void> send(byte[] text);

        /** Asks the other side for a sign of life. */
        void ping();

        /** Starts the closing handshake. */
        void close(int code, String reason);

        /** Ends the connection at once, without any handshake. */
        void abort();

        /** Takes nothing more from the other side, which has to wait. What was read before still comes. */
        void pause();

        /** The end of a {@link #pause()}. */
        void resume();
    }

    /** What comes from the other side. Nothing comes after the connection is closed or lost. */
    interface Receiver {
        void onText(String text);

        /** The answer to a {@link Link#ping()}; at most one for each. */
        void onPong();

        void onClosed(int code, String reason);

        void onLost(Throwable cause);
    }
}
