package io.github.camelelevenlabs.stt.emulator.recording;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Ending;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.InputAudioChunk;
import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.service.Conversation;
import io.github.camelelevenlabs.stt.emulator.service.Excerpt;
import io.github.camelelevenlabs.stt.emulator.service.Link;
import io.github.camelelevenlabs.stt.emulator.service.SessionClock;
import io.github.camelelevenlabs.stt.emulator.service.SessionRecord;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * Does at the recorded times what the service did in a recording, whatever the client sends. Confined to the connection's
 * event loop.
 */
public final class ReplayedSession implements Conversation {
    private final Iterator<RecordedFrame> frames;
    private final SessionRecord record;
    private final SessionClock clock;
    private final Link link;
    private boolean over;

    public ReplayedSession(List<RecordedFrame> frames, SessionRecord record, SessionClock clock, Link link) {
        this.frames = frames.iterator();
        this.record = record;
        this.clock = clock;
        this.link = link;
    }

    @Override
    public void opened(List<Act> acts) {
        playNext();
    }

    private void playNext() {
        if (frames.hasNext()) {
            RecordedFrame next = frames.next();
            Duration wait = next.at().minus(clock.elapsed());
            clock.after(wait.isNegative() ? Duration.ZERO : wait, () -> play(next.frame()));
        }
    }

    private void play(Frame frame) {
        if (over) {
            return;
        }
        if (frame instanceof Frame.Text text) {
            noteStart(text.text());
            link.send(text.text());
        } else if (frame instanceof Frame.Ping) {
            link.ping();
        } else if (frame instanceof Frame.Close close) {
            record.closing(close.code(), close.reason());
            end(Ending.CLOSED_BY_SERVICE);
            link.close(close.code(), close.reason());
        } else if (frame instanceof Frame.End end) {
            cut(end.how() == Frame.End.How.RESET);
        }
        playNext();
    }

    private void noteStart(String text) {
        if (!record.isStarted()) {
            RecordingCodec.sessionId(text).ifPresent(record::started);
        }
    }

    private void cut(boolean reset) {
        end(Ending.CUT_BY_SERVICE);
        if (reset) {
            link.reset();
        } else {
            link.hangUp();
        }
    }

    private void end(Ending how) {
        over = true;
        record.ended(how);
    }

    @Override
    public void onText(byte[] utf8) {
        if (ClientCodec.decode(utf8, false) instanceof InputAudioChunk chunk) {
            record.chunk(chunk.audio(), chunk.commit());
            record.audioReceived(chunk.audio());
        } else {
            record.other(Excerpt.of(utf8));
        }
    }

    @Override
    public void onBinary(int bytes) {
        record.other(bytes + " bytes of binary data");
    }

    @Override
    public void onPing() {
        record.ping();
    }

    @Override
    public void onPong() {
        record.pong();
    }

    @Override
    public void onClientClose(int code, String reason) {
        record.closing(code, reason);
        end(Ending.CLOSED_BY_CLIENT);
        link.answerClose();
    }

    @Override
    public void onDisconnected() {
        end(Ending.LOST);
    }

    @Override
    public void cut() {
        cut(false);
    }
}
