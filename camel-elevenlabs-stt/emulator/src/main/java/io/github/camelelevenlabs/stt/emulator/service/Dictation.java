package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import io.github.camelelevenlabs.stt.emulator.Recognition;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.Utterance;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.audio.RawFormat;
import io.github.camelelevenlabs.stt.emulator.protocol.ClientMessage.InputAudioChunk;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import io.github.camelelevenlabs.stt.emulator.script.CommitVerdict;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns the audio of a session into partial and committed transcripts. */
final class Dictation {
    private static final Duration MAX_CHUNK = Duration.ofSeconds(1);
    private static final Duration STALLS_FROM = Duration.ofSeconds(35);
    private static final Duration FIRST_KEEPALIVE = Duration.ofSeconds(2);

    /** The rest of the session. */
    interface Host {
        boolean isStarted();

        /** From now on messages of the client are ignored. */
        boolean isOver();

        /** The first message of the answer of this number, from 1, is sent. */
        void answered(int number);

        /** All audio up to this position has been recognised. */
        void recognisedUpTo(Duration position);

        /** The segment of this number, from 1, was closed. */
        CommitVerdict committed(int number);

        /** Records a mistake in a message of the client. */
        void inputError(String text);

        /** Sends an error, and closes after a while. */
        void fail(SendError error, Duration untilClose);

        /** Stops answering. */
        void fallSilent();
    }

    private final SessionParameters parameters;
    private final Behaviour behaviour;
    private final SessionClock clock;
    private final Outbox outbox;
    private final SessionRecord record;
    private final Host host;
    private final Recognition recognition;
    private final Segments segments;
    private final AnswerQueue answers;
    private final PartialPacer partials;
    private final TailRewriter tail;
    private final Backlog backlog;
    private boolean firstMessage = true;
    private boolean rateCompared;
    private boolean lost;
    private int commits;
    private Duration segmentStart = Duration.ZERO;

    Dictation(
            SessionParameters parameters,
            ServiceSettings settings,
            SessionClock clock,
            Outbox outbox,
            SessionRecord record,
            Host host) {
        this.parameters = parameters;
        this.clock = clock;
        this.outbox = outbox;
        this.record = record;
        this.host = host;
        behaviour = settings.behaviour();
        recognition = settings.recogniser().listen(parameters.format().sampleRate());
        segments = new Segments(parameters, behaviour, recognition, record.connection(), this::closed);
        answers = new AnswerQueue(
                clock,
                outbox,
                (number, utterance) -> CommitAnswer.to(number, utterance, parameters, behaviour),
                host::answered,
                failure -> host.fail(ServiceError.TRANSCRIBER_ERROR.asSeen(failure.toString()), Duration.ZERO));
        partials = new PartialPacer(behaviour.warmUpAudio(), behaviour.partialAudio());
        tail = new TailRewriter(behaviour.quirks().tailRewrites());
        backlog = new Backlog(clock, behaviour.processingRate() > 0 ? behaviour.processingRate() : 1);
    }

    void accept(InputAudioChunk chunk) {
        boolean first = firstMessage;
        firstMessage = false;
        record.chunk(chunk.audio(), chunk.commit());
        if (!previousTextIsFine(chunk, first)) {
            return;
        }
        checkShape(chunk);
        Duration length = parameters.format().durationOf(chunk.audio());
        if (behaviour.chunkLimitAudio() != null && length.compareTo(behaviour.chunkLimitAudio()) > 0) {
            host.fail(ServiceError.CHUNK_SIZE_EXCEEDED.asSeen(), Duration.ZERO);
            return;
        }
        if (chunk.audio().length > 0) {
            receive(chunk.audio(), chunk.commit());
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
            host.inputError("previous_text can only be set on the first audio chunk");
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
        Duration length = format.durationOf(chunk.audio());
        if (length.compareTo(MAX_CHUNK) > 0) {
            record.violation(Rule.CHUNK_TOO_LONG, length.toMillis() + " ms of audio in one message");
        }
        if (chunk.sampleRate() != null && chunk.sampleRate() != format.sampleRate() && !rateCompared) {
            rateCompared = true;
            record.violation(
                    Rule.SAMPLE_RATE_DIFFERS,
                    "sample_rate " + chunk.sampleRate() + " in a message, " + format.wireName() + " in the address");
        }
    }

    /** @param commit whether the client commits it, so that the service has no turn to predict in it */
    private void receive(byte[] audio, boolean commit) {
        record.audioReceived(audio);
        backlog.add(parameters.format().durationOf(audio));
        segments.accept(parameters.format().decode(audio), !commit);
        if (behaviour.queueLimitAudio() != null && backlog.audio().compareTo(behaviour.queueLimitAudio()) > 0) {
            host.fail(ServiceError.QUEUE_OVERFLOW.asSeen(), Duration.ZERO);
            return;
        }
        host.recognisedUpTo(segments.position());
        boolean due = partials.due(segments.position()) || keepaliveDue();
        if (due && answers.isEmpty()) {
            outbox.send(new PartialTranscript(tail.partial(segments.partial())));
        }
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
            lost = behaviour.quirks().overlappingCommitsLost();
        }
        if (uncommitted.compareTo(STALLS_FROM) >= 0) {
            record.violation(Rule.COMMIT_TOO_LATE, uncommitted.toMillis() + " ms of uncommitted audio");
            if (behaviour.muteStall() && segments.inSpeech()) {
                host.fallSilent();
            }
        }
        segments.close(Commit.By.CLIENT);
        lost = false;
    }

    private void throttle(Duration uncommitted) {
        String amount = String.format(Locale.ROOT, "%.2fs", uncommitted.toMillis() / 1000.0);
        record.violation(Rule.COMMIT_UNDER_FLOOR, amount + " of uncommitted audio");
        String text = "Commit request ignored: only " + amount + " of uncommitted audio. You need at least "
                + behaviour.commitFloorAudio().toMillis() / 1000.0 + "s of uncommitted audio before committing.";
        if (behaviour.throttleToClose() == null) {
            outbox.send(new Failure(ServiceError.COMMIT_THROTTLED.type(), text));
        } else {
            host.fail(ServiceError.COMMIT_THROTTLED.asSeen(text), behaviour.throttleToClose());
        }
    }

    private void closed(Commit.By by, CompletionStage<Utterance> utterance) {
        record.commit(segments.position(), by);
        segmentStart = segments.position();
        boolean client = by == Commit.By.CLIENT;
        CommitVerdict verdict = host.committed(++commits);
        Duration delay = client ? behaviour.commitToPlain() : Duration.ZERO;
        if (behaviour.processingRate() > 0) {
            delay = delay.plus(backlog.delay());
        }
        for (int i = 0; i < verdict.answers() && !lost; i++) {
            answers.expect(utterance.thenApply(verdict::apply), delay, client && i == 0);
        }
    }

    /** Commits as if the service had found a pause here. */
    void commitUnasked() {
        if (!segments.uncommitted().isZero()) {
            segments.close(Commit.By.SCRIPT);
        }
    }

    /** Commits the open segment if it holds any speech, and answers after a while. @return whether it holds any */
    boolean flush(Duration delay) {
        if (!parameters.vad() || !hasUncommittedText()) {
            return false;
        }
        answers.expect(segments.end(), delay, false);
        return true;
    }

    boolean owesAnswer() {
        return answers.clientWaits();
    }

    boolean hasUncommittedText() {
        return !segments.partial().isEmpty();
    }

    /** Sends this text as a committed transcript without a commit; its words are spread over the open segment. */
    void say(String text) {
        Utterance utterance = Utterance.spread(
                text, segmentStart.toMillis() / 1000.0, segments.position().toMillis() / 1000.0);
        answers.expect(CompletableFuture.completedFuture(utterance), Duration.ZERO, false);
    }

    void end() {
        recognition.close();
    }
}
