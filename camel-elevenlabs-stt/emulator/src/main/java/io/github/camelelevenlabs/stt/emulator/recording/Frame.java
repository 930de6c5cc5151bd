package io.github.camelelevenlabs.stt.emulator.recording;

import java.util.List;
import java.util.Map;

/** An action of one side of a connection. */
public sealed interface Frame {

    /** The side that acted. */
    enum Side {
        CLIENT,
        SERVICE
    }

    Side from();

    /** The request for a WebSocket. @param parameters of the address, decoded */
    record Open(Map<String, List<String>> parameters) implements Frame {
        @Override
        public Side from() {
            return Side.CLIENT;
        }
    }

    /** The handshake was answered with this HTTP status. */
    record Refusal(int status) implements Frame {
        @Override
        public Side from() {
            return Side.SERVICE;
        }
    }

    record Text(Side from, String text) implements Frame {}

    record Binary(Side from, int bytes) implements Frame {}

    record Ping(Side from) implements Frame {}

    /** A close frame. @param code 1005 when it has none */
    record Close(Side from, int code, String reason) implements Frame {}

    /** The end of the connection without a close frame from this side. */
    record End(Side from, How how) implements Frame {
        enum How {
            /** The other side still receives everything that was sent before. */
            HANG_UP,
            /** Messages in transit are lost. */
            RESET
        }
    }
}
