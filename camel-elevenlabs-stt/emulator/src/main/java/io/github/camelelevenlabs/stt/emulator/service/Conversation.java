package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.script.Act;
import java.util.List;

/** The service's side of one WebSocket. Each message that arrives becomes a call, on the connection's thread. */
public interface Conversation {

    /** The handshake is done. @param acts what the script demands at this moment */
    void opened(List<Act> acts);

    void onText(byte[] utf8);

    void onBinary(int bytes);

    void onPing();

    void onPong();

    /** The client has sent a close frame, which must be answered. @param code 1005 when the frame has none */
    void onClientClose(int code, String reason);

    /** The connection has ended, by either side. */
    void onDisconnected();

    /** The emulator stops. Later events are not recorded as mistakes of the client. */
    void cut();
}
