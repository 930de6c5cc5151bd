package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.protocol.ServerEvent.Failed;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One connection that has started, and the audio to send on it. The test is what the session would be. */
final class ConnectionFixture implements Connection.Events {

    final ManualTime time;
    final ScriptedTransport service;
    final AudioIntake intake;
    final Connection connection;
    final List<SessionFailure> gone = new ArrayList<>();

    Consumer<CommitLedger.Ruling> onRuling = ruling -> {};
    Runnable onSettled = () -> {};

    ConnectionFixture(ManualTime time, SessionSettings settings, ScriptedSource audio) {
        this.time = time;
        this.service = new ScriptedTransport(time);
        this.intake = new AudioIntake("session-1", audio, settings, time, () -> false, opened -> {}, () -> {});
        intake.open();
        time.settle();
        RecordingListener listener = new RecordingListener();
        Segments segments = new Segments(settings, segment -> {});
        this.connection = new Connection(
                "session-1",
                settings,
                new CurrentHints("session-1", settings.hints(), segments).ofConnection(),
                segments,
                intake.buffer(),
                new OtherMessages(
                        "session-1", new Annotations("session-1", settings, time, (segment, through) -> {}), listener),
                new AudioLimit(Duration.ZERO),
                time,
                listener,
                listener::onPartial,
                this);
        connection.open(service);
        service.start();
    }

    /** Sends what was read. */
    void sendAll() {
        while (intake.buffer().peek() != null) {
            connection.sendAudio(intake.buffer().take());
            intake.read();
            time.settle();
        }
    }

    /** Sends what was read, and a commit. */
    void sendAndCommit() {
        sendAll();
        connection.sendCommit();
        time.settle();
    }

    @Override
    public void onStarted(Connection started) {}

    @Override
    public void onCommit(Connection from, TwinPairing.Commit commit) {
        onRuling.accept(from.ledger().rule(commit));
    }

    @Override
    public void onCommitSettled() {
        onSettled.run();
    }

    @Override
    public void onFailed(Connection from, Failed failed) {
        throw new AssertionError(failed);
    }

    @Override
    public void onGone(Connection from, SessionFailure failure) {
        gone.add(failure);
    }
}
