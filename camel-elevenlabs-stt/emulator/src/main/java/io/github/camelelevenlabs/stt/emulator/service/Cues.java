package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.EditedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.FinalTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Verbatim;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Warning;
import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.script.CommitVerdict;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import io.github.camelelevenlabs.stt.emulator.script.Moment;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** Runs the cues of a script on one connection when their moments come. */
final class Cues {

    /** The session that performs the acts. */
    interface Stage {
        /** The session has ended; no cue can run any more. */
        boolean isOver();

        void send(ServerMessage message);

        /** Sends this text as a committed transcript, without a commit of the client. */
        void say(String committed);

        void commitUnasked();

        void suffer(Fault fault);
    }

    private final CueList script;
    private final int connection;
    private final Stage stage;
    private CommitVerdict verdict = CommitVerdict.ONCE;

    Cues(CueList script, int connection, Stage stage) {
        this.script = script;
        this.connection = connection;
        this.stage = stage;
    }

    void started(SessionClock clock) {
        perform(moment -> moment instanceof Moment.Started);
        for (Duration time : script.times(connection)) {
            clock.after(
                    time,
                    () -> perform(moment -> moment instanceof Moment.AfterTime after
                            && after.time().equals(time)));
        }
    }

    void recognisedUpTo(Duration position) {
        perform(moment ->
                moment instanceof Moment.AfterAudio after && after.audio().compareTo(position) <= 0);
    }

    void received(int messages) {
        perform(moment -> moment instanceof Moment.AfterMessages after && after.messages() <= messages);
    }

    void answered(int number) {
        perform(moment -> moment instanceof Moment.OnAnswer on && on.number() == number);
    }

    /** The client has made the commit of this number. @return how to answer it */
    CommitVerdict committed(int number) {
        verdict = CommitVerdict.ONCE;
        perform(moment -> moment instanceof Moment.OnCommit on && on.number() == number);
        return verdict;
    }

    private void perform(Predicate<Moment> hasCome) {
        perform(script.due(connection, hasCome));
    }

    void perform(List<Act> acts) {
        for (Act act : acts) {
            if (stage.isOver()) {
                return;
            }
            perform(act);
        }
    }

    private void perform(Act act) {
        if (act instanceof Act.Do fault && CommitVerdict.concerns(fault.fault())) {
            verdict = verdict.with(fault.fault());
        } else if (act instanceof Act.Do fault) {
            stage.suffer(fault.fault());
        } else if (act instanceof Act.Send send) {
            stage.send(new Verbatim(send.json()));
        } else if (act instanceof Act.Partial partial) {
            stage.send(new PartialTranscript(partial.text()));
        } else if (act instanceof Act.Committed committed) {
            stage.say(committed.text());
        } else if (act instanceof Act.Commit) {
            stage.commitUnasked();
        } else if (act instanceof Act.Warning warning) {
            stage.send(new Warning(warning.text()));
        } else if (act instanceof Act.Edited edited) {
            stage.send(new EditedTranscript(edited.text(), edited.editedText()));
        } else if (act instanceof Act.Final last) {
            stage.send(new FinalTranscript(last.text()));
        } else {
            throw new IllegalArgumentException("Nothing to do for " + act);
        }
    }
}
