package io.github.camelelevenlabs.stt.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that answers every CONNECT with the text of the test, keeps the connection open and keeps all bytes it receives. */
final class ScriptedProxy implements AutoCloseable {

    private final List<ByteArrayOutputStream> received = new CopyOnWriteArrayList<>();
    private final boolean awaitsRequest;
    private final byte[] answer;
    private final LoopbackServer server;

    ScriptedProxy(String answer) throws IOException {
        this(true, answer);
    }

    private ScriptedProxy(boolean awaitsRequest, String answer) throws IOException {
        this.awaitsRequest = awaitsRequest;
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        this.server = new LoopbackServer(this::serve);
    }

    /** Answers the first byte of any request and closes the connection. */
    static ScriptedProxy atOnce(String answer) throws IOException {
        return new ScriptedProxy(false, answer);
    }

    /** Reads the request and closes the connection without an answer. */
    static ScriptedProxy hangingUp() throws IOException {
        return new ScriptedProxy("");
    }

    private void serve(Socket client) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        received.add(bytes);
        InputStream in = client.getInputStream();
        if (!awaitsRequest) {
            bytes.write(in.read());
            client.getOutputStream().write(answer);
            client.shutdownOutput();
            in.transferTo(bytes);
            client.close();
            return;
        }
        bytes.writeBytes(RawWebSocketServer.head(in).getBytes(StandardCharsets.ISO_8859_1));
        if (answer.length > 0) {
            client.getOutputStream().write(answer);
            in.transferTo(bytes);
        }
        client.close();
    }

    int port() {
        return server.port();
    }

    /** All bytes received on each connection. */
    List<String> received() {
        return received.stream()
                .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
