package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.Behaviour.TwinOrder;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscriptEntities;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscriptWithTimestamps;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.EditedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import io.github.camelelevenlabs.stt.emulator.protocol.TimedToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All messages that answer one commit.
 *
 * @param steps    in any order
 * @param duration after this the next commit may be answered
 */
record CommitAnswer(List<Step> steps, Duration duration) {
    private static final String HEARD_LANGUAGE = "en";
    private static final int EDITING_TAKES = 4;

    /** A message. @param offset from the first message of the answer */
    record Step(Duration offset, ServerMessage message) {}

    static CommitAnswer to(Utterance utterance, SessionParameters parameters, Behaviour behaviour) {
        ServerMessage plain = new CommittedTranscript(utterance.text());
        ServerMessage timed = new CommittedTranscriptWithTimestamps(
                utterance.text(),
                parameters.languageCode() == null ? HEARD_LANGUAGE : parameters.languageCode(),
                parameters.includeTimestamps() ? tokens(utterance) : null);
        Duration gap = behaviour.plainToTimed();
        List<Step> steps = new ArrayList<>();
        switch (order(parameters, behaviour)) {
            case TIMED_FIRST:
                steps.add(new Step(Duration.ZERO, timed));
                steps.add(new Step(gap, plain));
                break;
            case TIMED_MISSING:
                steps.add(new Step(Duration.ZERO, plain));
                break;
            case PLAIN_MISSING:
                steps.add(new Step(Duration.ZERO, timed));
                break;
            default:
                steps.add(new Step(Duration.ZERO, plain));
                steps.add(new Step(gap, timed));
        }
        Duration duration = steps.get(steps.size() - 1).offset();
        if (!parameters.entityDetection().isEmpty()) {
            steps.add(new Step(
                    duration.plus(gap),
                    new CommittedTranscriptEntities(
                            utterance.text(), EntitySpotter.spot(utterance.text(), parameters.entityDetection()))));
        }
        if (parameters.transcriptEdit() != null && !utterance.isEmpty()) {
            steps.add(new Step(
                    duration.plus(gap.multipliedBy(EDITING_TAKES)),
                    new EditedTranscript(utterance.text(), edited(utterance.text()))));
        }
        if (behaviour.echoDelay() != null && !utterance.isEmpty()) {
            steps.add(new Step(behaviour.echoDelay(), new PartialTranscript(utterance.text())));
        }
        return new CommitAnswer(steps, duration);
    }

    /** Whatever the instruction was: the emulator cannot follow it, but shows that one was given. */
    private static String edited(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static TwinOrder order(SessionParameters parameters, Behaviour behaviour) {
        if (!parameters.twins()) {
            return TwinOrder.TIMED_MISSING;
        }
        if (behaviour.twinOrder() != TwinOrder.AS_SEEN) {
            return behaviour.twinOrder();
        }
        return parameters.includeTimestamps() ? TwinOrder.PLAIN_FIRST : TwinOrder.TIMED_FIRST;
    }

    private static List<TimedToken> tokens(Utterance utterance) {
        List<TimedToken> tokens = new ArrayList<>();
        double spaceStart = 0;
        for (SpokenWord word : utterance.words()) {
            if (!tokens.isEmpty()) {
                tokens.add(new TimedToken(" ", spaceStart, word.start(), TimedToken.Type.SPACING, 0));
            }
            tokens.add(
                    new TimedToken(word.text(), word.start(), word.end(), TimedToken.Type.WORD, word.logProbability()));
            spaceStart = word.end();
        }
        return tokens;
    }
}
