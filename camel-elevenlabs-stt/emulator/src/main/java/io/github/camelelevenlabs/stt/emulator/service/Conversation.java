package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.script.Act;
import java.util.List;

/** The service's side of one WebSocket: what arrives there becomes a call here, on the connection's thread. */
public interface Conversation {

    /** The handshake is done. @param acts what the script wants to happen now */
    void opened(List<Act> acts);

    void onText(byte[] utf8);

    void onBinary(int bytes);

    void onPing();

    void onPong();

    /** A close frame, which is to be answered. @param code 1005 when it has none */
    void onClientClose(int code, String reason);

    /** The connection is no more, whoever ended it. */
    void onDisconnected();

    /** The emulator stops: the client is not to blame for what follows. */
    void cut();
}
