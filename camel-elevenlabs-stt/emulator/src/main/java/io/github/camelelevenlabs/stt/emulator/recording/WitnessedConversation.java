package io.github.camelelevenlabs.stt.emulator.recording;

import io.github.camelelevenlabs.stt.emulator.recording.Frame.End.How;
import io.github.camelelevenlabs.stt.emulator.recording.Frame.Side;
import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.service.Conversation;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A conversation that reports the client's actions to a witness. */
public final class WitnessedConversation implements Conversation {
    private final Conversation conversation;
    private final Witness witness;
    private boolean over;

    public WitnessedConversation(Conversation conversation, Witness witness) {
        this.conversation = conversation;
        this.witness = witness;
    }

    @Override
    public void opened(List<Act> acts) {
        conversation.opened(acts);
    }

    @Override
    public void onText(byte[] utf8) {
        witness.saw(new Frame.Text(Side.CLIENT, new String(utf8, StandardCharsets.UTF_8)));
        conversation.onText(utf8);
    }

    @Override
    public void onBinary(int bytes) {
        witness.saw(new Frame.Binary(Side.CLIENT, bytes));
        conversation.onBinary(bytes);
    }

    @Override
    public void onPing() {
        witness.saw(new Frame.Ping(Side.CLIENT));
        conversation.onPing();
    }

    @Override
    public void onPong() {
        conversation.onPong();
    }

    @Override
    public void onClientClose(int code, String reason) {
        over = true;
        witness.saw(new Frame.Close(Side.CLIENT, code, reason));
        conversation.onClientClose(code, reason);
    }

    @Override
    public void onDisconnected() {
        if (!over) {
            witness.saw(new Frame.End(Side.CLIENT, How.HANG_UP));
        }
        conversation.onDisconnected();
    }

    @Override
    public void cut() {
        over = true;
        conversation.cut();
    }
}
