package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.audio.SpeechGate;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A connection's audio, cut into segments: by the client, at pauses, or because a segment has become too long. The cut
 * falls on the exact sample, also in the middle of a chunk.
 */
final class Segments {
    private static final Duration NEVER = Duration.ofDays(365);

    /** Called before the samples behind the cut are recognised. */
    interface Listener {
        void closed(Commit.By by, CompletionStage<Utterance> utterance);
    }

    private final RawFormat format;
    private final boolean vad;
    private final SpeechGate gate;
    private final Recognition recognition;
    private final Listener listener;
    private final long longest;
    private long position;
    private long segmentStart;

    Segments(SessionParameters parameters, Behaviour behaviour, Recognition recognition, Listener listener) {
        this.recognition = recognition;
        this.listener = listener;
        format = parameters.format();
        vad = parameters.vad();
        longest = format.samples(behaviour.autoCommitAudio());
        gate = new SpeechGate(format, settings(parameters, behaviour));
    }

    private static SpeechGate.Settings settings(SessionParameters parameters, Behaviour behaviour) {
        Duration silence = Duration.ofMillis(Math.round(parameters.vadSilenceThresholdSecs() * 1000));
        return new SpeechGate.Settings(
                parameters.vadThreshold(),
                Duration.ofMillis(parameters.minSpeechDurationMs()),
                Duration.ofMillis(parameters.minSilenceDurationMs()),
                parameters.vad() ? silence.plus(behaviour.vadDecisionAudio()) : NEVER);
    }

    void accept(short[] samples) {
        int from = 0;
        while (from < samples.length) {
            int to = (int) Math.min(samples.length, from + Math.max(1, untilTooLong()));
            int end = gate.accept(samples, from, to);
            recognition.accept(samples, from, end);
            position += end - from;
            from = end;
            if (gate.ended()) {
                close(Commit.By.VAD);
            } else if (untilTooLong() <= 0) {
                close(Commit.By.LENGTH);
            }
        }
    }

    /** In VAD mode silence alone is never too long. */
    private long untilTooLong() {
        if (!vad) {
            return longest - (position - segmentStart);
        }
        return gate.speechLength() == 0 ? Integer.MAX_VALUE : longest - gate.speechLength();
    }

    /** Ends the segment after the last sample that was accepted. */
    void close(Commit.By by) {
        CompletionStage<Utterance> utterance = recognition.commit();
        segmentStart = position;
        gate.restart();
        listener.closed(by, utterance);
    }

    /** Ends the last segment without a call of the listener. */
    CompletionStage<Utterance> end() {
        return recognition.commit();
    }

    String partial() {
        return recognition.partial();
    }

    Duration position() {
        return format.duration(position);
    }

    Duration uncommitted() {
        return format.duration(position - segmentStart);
    }

    boolean inSpeech() {
        return gate.speaking();
    }
}
