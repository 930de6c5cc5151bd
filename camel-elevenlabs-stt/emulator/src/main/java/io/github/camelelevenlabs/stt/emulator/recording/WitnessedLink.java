package io.github.camelelevenlabs.stt.emulator.recording;

import io.github.camelelevenlabs.stt.emulator.recording.Frame.End.How;
import io.github.camelelevenlabs.stt.emulator.recording.Frame.Side;
import io.github.camelelevenlabs.stt.emulator.service.Link;

/** A link that reports the service's actions to a witness. */
public final class WitnessedLink implements Link {
    private final Link link;
    private final Witness witness;

    public WitnessedLink(Link link, Witness witness) {
        this.link = link;
        this.witness = witness;
    }

    @Override
    public void send(String text) {
        witness.saw(new Frame.Text(Side.SERVICE, text));
        link.send(text);
    }

    @Override
    public void ping() {
        witness.saw(new Frame.Ping(Side.SERVICE));
        link.ping();
    }

    @Override
    public void reading(boolean reads) {
        link.reading(reads);
    }

    @Override
    public void answerClose() {
        link.answerClose();
    }

    @Override
    public void close(int code, String reason) {
        witness.saw(new Frame.Close(Side.SERVICE, code, reason));
        link.close(code, reason);
    }

    @Override
    public void hangUp() {
        witness.saw(new Frame.End(Side.SERVICE, How.HANG_UP));
        link.hangUp();
    }

    @Override
    public void reset() {
        witness.saw(new Frame.End(Side.SERVICE, How.RESET));
        link.reset();
    }
}
