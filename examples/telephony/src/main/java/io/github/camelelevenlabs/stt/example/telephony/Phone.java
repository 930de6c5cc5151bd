package io.github.camelelevenlabs.stt.example.telephony;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Calls, and plays a recording as a phone line carries it: mu-law at 8 kHz, a frame every 20 ms. */
final class Phone {

    private static final int FRAME = 160;
    private static final int FRAME_MILLIS = 20;
    private static final byte MU_LAW_SILENCE = (byte) 0xFF;

    /** In a call of two people, the second one begins to speak this many frames after the first. */
    private static final int BEHIND = 50;

    private final List<byte[]> frames;
    private final Duration frameInterval;

    /**
     * @param wav           16 kHz, 16 bits, mono
     * @param frameInterval 20 ms, or less for a phone that speaks faster than anybody
     */
    Phone(byte[] wav, Duration frameInterval) throws IOException, UnsupportedAudioFileException {
        this.frames = frames(PhoneLine.muLaw(wav));
        this.frameInterval = frameInterval;
    }

    private static List<byte[]> frames(byte[] audio) {
        List<byte[]> frames = new ArrayList<>();
        for (int at = 0; at < audio.length; at += FRAME) {
            frames.add(Arrays.copyOfRange(audio, at, Math.min(audio.length, at + FRAME)));
        }
        return frames;
    }

    /** A call over TCP, from its start to its end. */
    void callOverTcp(int port) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            play(frames, frame -> socket.getOutputStream().write(frame));
        }
    }

    /** A call as a media stream over a WebSocket. */
    void callOverWebSocket(URI address, String streamSid) throws Exception {
        WebSocket socket = connect(address);
        say(socket, "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        say(socket, "{\"event\":\"start\",\"streamSid\":\"" + streamSid + "\",\"start\":{\"tracks\":[\"inbound\"]}}");
        play(
                frames,
                frame -> say(
                        socket,
                        "{\"event\":\"media\",\"streamSid\":\"" + streamSid
                                + "\",\"media\":{\"track\":\"inbound\",\"payload\":\""
                                + Base64.getEncoder().encodeToString(frame) + "\"}}"));
        say(socket, "{\"event\":\"stop\",\"streamSid\":\"" + streamSid + "\"}");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /**
     * A call as a media stream with both tracks: two people say the same, the one who is called a second later.
     *
     * @param streamSid the call
     */
    void callWithBothTracks(URI address, String streamSid) throws Exception {
        WebSocket socket = connect(address);
        say(socket, "{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}");
        say(
                socket,
                "{\"event\":\"start\",\"streamSid\":\"" + streamSid
                        + "\",\"start\":{\"tracks\":[\"inbound\",\"outbound\"]}}");
        List<Integer> numbers =
                IntStream.range(0, frames.size() + BEHIND).boxed().toList();
        play(numbers, number -> {
            say(socket, media(streamSid, "inbound", number, frame(number)));
            say(socket, media(streamSid, "outbound", number, frame(number - BEHIND)));
        });
        say(socket, "{\"event\":\"stop\",\"streamSid\":\"" + streamSid + "\"}");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    private byte[] frame(int number) {
        if (number >= 0 && number < frames.size()) {
            return frames.get(number);
        }
        byte[] silence = new byte[FRAME];
        Arrays.fill(silence, MU_LAW_SILENCE);
        return silence;
    }

    private static String media(String streamSid, String track, int number, byte[] frame) {
        return "{\"event\":\"media\",\"streamSid\":\"" + streamSid + "\",\"media\":{\"track\":\"" + track
                + "\",\"timestamp\":\"" + number * FRAME_MILLIS + "\",\"payload\":\""
                + Base64.getEncoder().encodeToString(frame) + "\"}}";
    }

    private static WebSocket connect(URI address) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, new WebSocket.Listener() {})
                .join();
    }

    private static void say(WebSocket socket, String message) {
        socket.sendText(message, true).join();
    }

    /** The output for frames. */
    private interface Line<T> {
        void send(T frame) throws IOException;
    }

    private <T> void play(List<T> frames, Line<T> line) throws Exception {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        Iterator<T> next = frames.iterator();
        CompletableFuture<Void> played = new CompletableFuture<>();
        clock.scheduleAtFixedRate(
                () -> {
                    try {
                        if (next.hasNext()) {
                            line.send(next.next());
                        } else {
                            played.complete(null);
                        }
                    } catch (IOException | RuntimeException e) {
                        played.completeExceptionally(e);
                    }
                },
                0,
                frameInterval.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            played.get();
        } finally {
            clock.shutdownNow();
        }
    }
}
