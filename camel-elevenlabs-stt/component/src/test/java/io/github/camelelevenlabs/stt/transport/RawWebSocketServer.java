package io.github.camelelevenlabs.stt.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Accepts one WebSocket and sends it the bytes of the test, which reads the replies. */
public final class RawWebSocketServer implements AutoCloseable {

    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Socket> asked = new CompletableFuture<>();
    private final CompletableFuture<Socket> accepted = new CompletableFuture<>();
    private final CountDownLatch answering;

    /**
     * @param frames the bytes to send together with the handshake response
     */
    public RawWebSocketServer(byte... frames) throws IOException {
        this(new CountDownLatch(0), frames);
    }

    private RawWebSocketServer(CountDownLatch answering, byte... frames) throws IOException {
        this.answering = answering;
        Thread thread = new Thread(() -> accept(frames), "raw-websocket");
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers the handshake on request of the test. */
    static RawWebSocketServer answeringLate() throws IOException {
        return new RawWebSocketServer(new CountDownLatch(1));
    }

    private void accept(byte[] frames) {
        try {
            Socket socket = listening.accept();
            socket.setSoTimeout(10_000);
            Matcher key = KEY.matcher(head(socket.getInputStream()));
            if (!key.find()) {
                throw new IOException("no WebSocket");
            }
            asked.complete(socket);
            answering.await();
            byte[] answer = ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + accept(key.group(1)) + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
            byte[] all = new byte[answer.length + frames.length];
            System.arraycopy(answer, 0, all, 0, answer.length);
            System.arraycopy(frames, 0, all, answer.length, frames.length);
            OutputStream out = socket.getOutputStream();
            out.write(all);
            out.flush();
            accepted.complete(socket);
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            asked.completeExceptionally(e);
            accepted.completeExceptionally(e);
        }
    }

    private static String accept(String key) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
        return Base64.getEncoder().encodeToString(digest);
    }

    /** Everything up to the empty line that ends an HTTP head. */
    static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended within the head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** The WebSocket request has arrived. */
    public void awaitUpgrade() {
        asked.join();
    }

    void answer() {
        answering.countDown();
    }

    /** Whether the client has closed the connection and no more bytes follow. */
    boolean isEnded() throws IOException {
        return asked.join().getInputStream().read() < 0;
    }

    public void send(byte... frames) throws IOException {
        accepted.join().getOutputStream().write(frames);
    }

    /** Reads and discards everything that the client sends. */
    public void discard() {
        Thread thread = new Thread(
                () -> {
                    try {
                        accepted.join().getInputStream().transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        // The client has disconnected, or the test has ended.
                    }
                },
                "raw-websocket-in");
        thread.setDaemon(true);
        thread.start();
    }

    /** The same frame, repeated this number of times. */
    public static byte[] repeated(int count, byte... frame) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(count * frame.length);
        for (int i = 0; i < count; i++) {
            all.writeBytes(frame);
        }
        return all.toByteArray();
    }

    /** A text message as a frame. */
    public static byte[] text(String message) {
        byte[] payload = message.getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 4).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        frame.put(payload).flip();
        byte[] bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** The next frame of the client, unmasked: its first byte and then its payload, which must be short. */
    byte[] frame() throws IOException {
        InputStream in = accepted.join().getInputStream();
        int first = in.read();
        int length = in.read() & 0x7F;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        byte[] frame = new byte[length + 1];
        frame[0] = (byte) first;
        for (int i = 0; i < length; i++) {
            frame[i + 1] = (byte) (payload[i] ^ mask[i % 4]);
        }
        return frame;
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listening.close();
            if (asked.isDone() && !asked.isCompletedExceptionally()) {
                asked.join().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
