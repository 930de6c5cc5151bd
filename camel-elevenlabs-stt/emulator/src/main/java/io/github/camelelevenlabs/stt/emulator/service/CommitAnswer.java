package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Behaviour.TwinOrder;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import io.github.camelelevenlabs.stt.emulator.SpokenWord;
import io.github.camelelevenlabs.stt.emulator.Utterance;
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
 * The messages that answer one commit.
 *
 * @param steps    in any order
 * @param lead     the time from the first message to the first that holds the transcript
 * @param duration the time after which the next commit may be answered
 */
record CommitAnswer(List<Step> steps, Duration lead, Duration duration) {
    private static final String HEARD_LANGUAGE = "en";
    private static final int SLOW_EDIT = 10;

    /** A message. @param offset the time since the first message of the answer */
    record Step(Duration offset, ServerMessage message) {}

    /** @param number which answer of the connection it is, from 1 */
    static CommitAnswer to(int number, Utterance utterance, SessionParameters parameters, Behaviour behaviour) {
        Quirks quirks = behaviour.quirks();
        boolean early = quirks.partialBeforeCommitted() != null && !utterance.isEmpty();
        Duration lead = early ? quirks.partialBeforeCommitted() : Duration.ZERO;
        ServerMessage plain = new CommittedTranscript(utterance.text());
        ServerMessage timed = new CommittedTranscriptWithTimestamps(
                utterance.text(),
                parameters.languageCode() == null ? HEARD_LANGUAGE : parameters.languageCode(),
                parameters.includeTimestamps() || !parameters.twins() ? tokens(utterance) : null,
                quirks.charactersAsText());
        Duration gap = behaviour.plainToTimed();
        TwinOrder order = order(parameters, behaviour);
        List<Step> steps = new ArrayList<>();
        switch (order) {
            case TIMED_FIRST:
                steps.add(new Step(lead, timed));
                steps.add(new Step(lead.plus(gap), plain));
                break;
            case TIMED_MISSING:
                steps.add(new Step(lead, plain));
                break;
            case PLAIN_MISSING:
                steps.add(new Step(lead, timed));
                break;
            default:
                steps.add(new Step(lead, plain));
                steps.add(new Step(lead.plus(gap), timed));
        }
        Duration duration = order == TwinOrder.TIMED_LATE
                ? lead
                : steps.get(steps.size() - 1).offset();
        if (!parameters.entityDetection().isEmpty()) {
            steps.add(new Step(
                    duration.plus(gap),
                    new CommittedTranscriptEntities(
                            utterance.text(), EntitySpotter.spot(utterance.text(), parameters.entityDetection()))));
        }
        if (parameters.transcriptEdit() != null && !utterance.isEmpty()) {
            boolean slow = quirks.editsOutOfOrder() && number % 2 == 1;
            Duration delay = slow ? behaviour.editDelay().multipliedBy(SLOW_EDIT) : behaviour.editDelay();
            steps.add(new Step(duration.plus(delay), new EditedTranscript(utterance.text(), edited(utterance.text()))));
        }
        if (behaviour.echoDelay() != null && !utterance.isEmpty()) {
            steps.add(new Step(lead.plus(behaviour.echoDelay()), new PartialTranscript(utterance.text())));
        }
        if (early) {
            steps.add(0, new Step(Duration.ZERO, new PartialTranscript(utterance.text())));
        }
        return new CommitAnswer(steps, lead, duration);
    }

    /** The emulator cannot follow an instruction to edit. It only shows that one was given. */
    private static String edited(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }

    private static TwinOrder order(SessionParameters parameters, Behaviour behaviour) {
        if (!parameters.twins() && !behaviour.quirks().timedUnasked()) {
            return TwinOrder.TIMED_MISSING;
        }
        if (behaviour.twinOrder() != TwinOrder.AS_SEEN) {
            return behaviour.twinOrder();
        }
        boolean languageOnly = parameters.twins() && !parameters.includeTimestamps();
        return languageOnly ? TwinOrder.TIMED_FIRST : TwinOrder.PLAIN_FIRST;
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
