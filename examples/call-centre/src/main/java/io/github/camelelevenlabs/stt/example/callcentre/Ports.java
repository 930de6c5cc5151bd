package io.github.camelelevenlabs.stt.example.callcentre;

import java.io.IOException;
import java.net.ServerSocket;

/** Free ports of this computer. */
final class Ports {

    private Ports() {}

    /** A port that was free a moment ago. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
