package io.github.camelelevenlabs.stt.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every CONNECT with the words of the test, keeps the connection open, and keeps every byte that it is sent. */
final class ScriptedProxy implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<ByteArrayOutputStream> received = new CopyOnWriteArrayList<>();
    private final boolean asked;
    private final byte[] answer;

    ScriptedProxy(String answer) throws IOException {
        this(true, answer);
    }

    private ScriptedProxy(boolean asked, String answer) throws IOException {
        this.asked = asked;
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        run(this::accept);
    }

    /** Answers the first bytes, whatever they are, and hangs up. */
    static ScriptedProxy atOnce(String answer) throws IOException {
        return new ScriptedProxy(false, answer);
    }

    static ScriptedProxy hangingUp() throws IOException {
        return new ScriptedProxy("");
    }

    private void accept() throws IOException {
        while (!listening.isClosed()) {
            Socket client = listening.accept();
            sockets.add(client);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            received.add(bytes);
            run(() -> serve(client, bytes));
        }
    }

    private void serve(Socket client, ByteArrayOutputStream bytes) throws IOException {
        InputStream in = client.getInputStream();
        if (!asked) {
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

    private interface Task {
        void run() throws IOException;
    }

    private static void run(Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // The client has gone, or the test is over.
                    }
                },
                "scripted-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** All that came on each connection, in the order of the connections. */
    List<String> received() {
        return received.stream()
                .map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1))
                .toList();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
