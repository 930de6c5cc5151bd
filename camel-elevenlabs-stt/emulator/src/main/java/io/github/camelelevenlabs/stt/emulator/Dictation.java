package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.InputAudioChunk;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The audio side of a session: chunks in, partial and committed transcripts out. */
final class Dictation {
    private static final Duration LONGEST_CHUNK = Duration.ofSeconds(1);
    private static final Duration STALLS_FROM = Duration.ofSeconds(35);
    private static final Duration FIRST_KEEPALIVE = Duration.ofSeconds(2);

    /** The rest of the session. */
    interface Host {
        boolean isStarted();

        /** Nothing that the client sends counts any more. */
        boolean isOver();

        /** All audio up to this position has been heard. */
        void heardUpTo(Duration position);

        /** A segment was closed. @return whether it is to be answered */
        boolean answers(int commit);

        /** Sends an error and closes after a while with its type as the reason. */
        void fail(Failure failure, Duration untilClose, int closeCode);

        /** Answers nothing any more. */
        void fallSilent();
    }

    private final SessionParameters parameters;
    private final Behaviour behaviour;
    private final SessionClock clock;
    private final Outbox outbox;
    private final RecordedSession record;
    private final Host host;
    private final Recognition recognition;
    private final Segments segments;
    private final AnswerQueue answers;
    private final PartialPacer partials;
    private boolean firstMessage = true;
    private boolean rateCompared;
    private int commits;
    private Duration segmentStart = Duration.ZERO;

    Dictation(
            SessionParameters parameters,
            EmulatorSettings settings,
            SessionClock clock,
            Outbox outbox,
            RecordedSession record,
            Host host) {
        this.parameters = parameters;
        this.clock = clock;
        this.outbox = outbox;
        this.record = record;
        this.host = host;
        behaviour = settings.behaviour();
        recognition = settings.recogniser().listen(parameters.format().sampleRate());
        segments = new Segments(parameters, behaviour, recognition, this::closed);
        answers = new AnswerQueue(
                clock,
                outbox,
                utterance -> CommitAnswer.to(utterance, parameters, behaviour),
                failure -> host.fail(new Failure("transcriber_error", failure.toString()), Duration.ZERO, 1011));
        partials = new PartialPacer(behaviour.warmUpAudio(), behaviour.partialAudio());
    }

    void accept(InputAudioChunk chunk) {
        boolean first = firstMessage;
        firstMessage = false;
        record.chunk(chunk.audio(), chunk.commit());
        if (!previousTextIsFine(chunk, first)) {
            return;
        }
        checkShape(chunk);
        if (chunk.audio().length > 0) {
            hear(chunk.audio());
        }
        if (chunk.commit() && !host.isOver()) {
            commit();
        }
    }

    private boolean previousTextIsFine(InputAudioChunk chunk, boolean first) {
        String text = chunk.previousText();
        if (text == null) {
            return true;
        }
        if (!first) {
            record.violation(Rule.LATE_PREVIOUS_TEXT, "'" + text + "' after the first message");
            outbox.send(new Failure("input_error", "previous_text can only be set on the first audio chunk"));
            return false;
        }
        record.previousText(text);
        if (text.length() > behaviour.maxPreviousText()) {
            record.violation(
                    Rule.LONG_PREVIOUS_TEXT,
                    text.length() + " characters, at most " + behaviour.maxPreviousText() + " work well");
        }
        return true;
    }

    private void checkShape(InputAudioChunk chunk) {
        RawFormat format = parameters.format();
        int bytes = chunk.audio().length;
        if (bytes > 0 && !host.isStarted()) {
            record.violation(Rule.AUDIO_BEFORE_SESSION_STARTED, bytes + " bytes");
        }
        if (bytes % format.bytesPerSample() != 0) {
            record.violation(Rule.ODD_BYTE_COUNT, bytes + " bytes of " + format.wireName());
        }
        Duration length = format.duration(bytes / format.bytesPerSample());
        if (length.compareTo(LONGEST_CHUNK) > 0) {
            record.violation(Rule.CHUNK_TOO_LONG, length.toMillis() + " ms of audio in one message");
        }
        if (chunk.sampleRate() != null && chunk.sampleRate() != format.sampleRate() && !rateCompared) {
            rateCompared = true;
            record.violation(
                    Rule.SAMPLE_RATE_DIFFERS,
                    "sample_rate " + chunk.sampleRate() + " in a message, " + format.wireName() + " in the address");
        }
    }

    private void hear(byte[] audio) {
        record.heard(audio);
        segments.accept(parameters.format().decode(audio));
        if (overflows()) {
            host.fail(new Failure("queue_overflow", "Audio arrives faster than it is processed."), Duration.ZERO, 1008);
            return;
        }
        host.heardUpTo(segments.position());
        boolean due = partials.due(segments.position()) || keepaliveDue();
        if (due && answers.isEmpty()) {
            outbox.send(new PartialTranscript(segments.partial()));
        }
    }

    private boolean overflows() {
        return behaviour.queueLimitAudio() != null
                && segments.position().minus(clock.elapsed()).compareTo(behaviour.queueLimitAudio()) > 0;
    }

    private boolean keepaliveDue() {
        Integer interval = parameters.keepaliveIntervalMs();
        return interval != null
                && clock.elapsed().compareTo(FIRST_KEEPALIVE) >= 0
                && outbox.sinceLastSent().toMillis() >= interval;
    }

    private void commit() {
        Duration uncommitted = segments.uncommitted();
        if (uncommitted.compareTo(behaviour.commitFloorAudio()) < 0) {
            throttle(uncommitted);
            return;
        }
        if (answers.clientWaits()) {
            record.violation(Rule.COMMITS_OVERLAP, "a commit before the one before was answered");
        }
        if (uncommitted.compareTo(STALLS_FROM) >= 0) {
            record.violation(Rule.COMMIT_TOO_LATE, uncommitted.toMillis() + " ms of uncommitted audio");
            if (behaviour.muteStall() && segments.inSpeech()) {
                host.fallSilent();
            }
        }
        segments.close(Commit.By.CLIENT);
    }

    private void throttle(Duration uncommitted) {
        String amount = String.format(Locale.ROOT, "%.2fs", uncommitted.toMillis() / 1000.0);
        record.violation(Rule.COMMIT_UNDER_FLOOR, amount + " of uncommitted audio");
        String text = "Commit request ignored: only " + amount + " of uncommitted audio. You need at least "
                + behaviour.commitFloorAudio().toMillis() / 1000.0 + "s of uncommitted audio before committing.";
        host.fail(new Failure("commit_throttled", text), behaviour.throttleToClose(), 1000);
    }

    private void closed(Commit.By by, CompletionStage<Utterance> utterance) {
        record.commit(segments.position(), by);
        segmentStart = segments.position();
        boolean client = by == Commit.By.CLIENT;
        if (host.answers(++commits)) {
            answers.expect(utterance, client ? behaviour.commitToPlain() : Duration.ZERO, client);
        }
    }

    /** Says that this was committed, unasked; its words are spread over the open segment. */
    void say(String text) {
        Utterance utterance = Utterance.spread(
                text, segmentStart.toMillis() / 1000.0, segments.position().toMillis() / 1000.0);
        answers.expect(CompletableFuture.completedFuture(utterance), Duration.ZERO, false);
    }

    void end() {
        recognition.close();
    }
}
