package io.github.camelelevenlabs.stt.transport;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.asynchttpclient.ListenableFuture;
import org.asynchttpclient.ws.WebSocket;
import org.asynchttpclient.ws.WebSocketListener;

/** One connection, from the attempt to its end. Called on the channel's event loop once there is a channel. */
final class Attempt implements WebSocketListener {

    private static final int NORMAL_CLOSURE = 1000;
    private static final int CLOSED_WITHOUT_CODE = 1005;
    private static final int LOST_WITHOUT_CLOSE = 1006;

    final CompletableFuture<Transport.Link> opened = new CompletableFuture<>();
    /** Null before there is one. */
    volatile Channel channel;
    /** Null before there is one. */
    volatile ListenableFuture<?> handshake;

    private final Transport.Receiver receiver;
    private final Consumer<Channel> leaving;
    private final AtomicBoolean pinged = new AtomicBoolean();
    private ReadGate gate;
    private Pongs pongs;
    private boolean over;

    /** @param leaving closes a channel a moment later */
    Attempt(Transport.Receiver receiver, Consumer<Channel> leaving) {
        this.receiver = receiver;
        this.leaving = leaving;
    }

    /** Adds the handlers that report to this attempt. */
    void watch(Channel connected) {
        gate = new ReadGate(connected);
        connected.pipeline().addFirst(gate, new EndOfChannel(this::onError), new WritabilityWatch(this::onWritable));
    }

    @Override
    public void onOpen(WebSocket opening) {
        pongs = new Pongs(opening::sendPongFrame);
        Transport.Link link = new AhcLink(opening, channel, gate, pinged, leaving, this::onError);
        if (!opened.complete(link)) {
            link.close(NORMAL_CLOSURE, "");
            link.abort();
        }
    }

    @Override
    public void onTextFrame(String payload, boolean finalFragment, int rsv) {
        if (!over) {
            receiver.onText(payload);
        }
    }

    /** The client does not answer pings itself. A peer that does not answer pings counts as lost. */
    @Override
    public void onPingFrame(byte[] payload) {
        pongs.answer(payload);
    }

    /** Ignores a pong without a ping before it. */
    @Override
    public void onPongFrame(byte[] payload) {
        if (pinged.getAndSet(false) && !over) {
            receiver.onPong();
        }
    }

    private void onWritable() {
        if (!over) {
            receiver.onWritable();
        }
    }

    @Override
    public void onClose(WebSocket closed, int code, String reason) {
        if (code == LOST_WITHOUT_CLOSE) {
            onError(new IOException("the connection ended without a closing handshake"));
        } else if (!over) {
            over = true;
            receiver.onClosed(code < 0 ? CLOSED_WITHOUT_CODE : code, reason == null ? "" : reason);
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (opened.completeExceptionally(failure)) {
            if (channel != null) {
                channel.close();
            }
        } else if (!opened.isCompletedExceptionally() && !over) {
            over = true;
            receiver.onLost(failure);
        }
    }
}
