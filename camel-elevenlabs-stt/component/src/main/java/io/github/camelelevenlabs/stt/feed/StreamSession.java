package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.FedSource;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.RoutingProgress;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Result;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.camel.Message;

/**
 * A session that gets its audio from many messages. It takes messages at once, and opens when its plan is there. A message gets its reply
 * when the session has taken its audio or, with {@code acknowledge=routed}, when everything that was said in it is routed; the last one
 * gets the transcript. When the session fails, the waiting messages fail; if none waits, the next message fails. Safe for use by many
 * threads.
 */
final class StreamSession implements RoutingProgress {

    /** After the last message everything is done. */
    private static final Duration ALL = Duration.ofMillis(Long.MAX_VALUE);

    private final SessionOpener opener;
    private final Supplier<CompletionStage<PlannedSession>> planning;
    private final Consumer<StreamSession> onDone;
    private final BiConsumer<List<Acknowledgements.Message>, Exception> onFailed;
    private final DeferredSource source;
    private final DeferredChanges changes;
    private final Entrance entrance;
    private final MixedPositions positions;
    private final boolean waitsUntilRouted;
    private final AtomicBoolean opening = new AtomicBoolean();
    /** Completes before the session opens. */
    private final CompletableFuture<Transcription> planned = new CompletableFuture<>();

    private final Succession succession;
    private final Acknowledgements unrouted = new Acknowledgements();
    /** Whether a message gets the result of the session as its reply, or will get it. */
    private volatile boolean resultTaken;
    /** Whether a message has brought audio. */
    private volatile boolean heard;
    /** The result of a stream that there was not; null if there was. */
    private volatile Result nothing;

    private volatile boolean completed;
    /** Completes last: a message that comes upon a reply belongs to the next session, and the ending message fails behind all others. */
    private final CompletableFuture<Result> ended = new CompletableFuture<>();
    /** The failure of all messages that are not taken, when the session itself reports none; or null. */
    private volatile Exception failed;

    private final RouteFailure routeFailure = new RouteFailure();

    /**
     * @param first    the message by which the session is planned
     * @param planning plans the session; called once
     * @param onDone   called when the session takes no more messages and owes no reply; perhaps twice
     * @param onFailed called with messages that are about to fail with their session, before anybody learns of it
     */
    StreamSession(
            SessionOpener opener,
            Message first,
            Supplier<CompletionStage<PlannedSession>> planning,
            Consumer<StreamSession> onDone,
            BiConsumer<List<Acknowledgements.Message>, Exception> onFailed) {
        this.opener = opener;
        this.planning = planning;
        this.onDone = onDone;
        this.onFailed = onFailed;
        this.source = new DeferredSource(opener::execute);
        this.changes = new DeferredChanges(first);
        this.positions = new MixedPositions(opener.name());
        this.succession = new Succession(opener.keepsSessions());
        this.waitsUntilRouted = opener.acknowledgesRouted();
        this.entrance = new Entrance(opener.timer(), opener.sessionIdleTimeout(), source::isWaiting, this::endSource);
    }

    String name() {
        return opener.name();
    }

    /** Whether all its messages came by routes that fit; false when a message came by no route. */
    boolean isFedOnlyBy(Predicate<String> fits) {
        return entrance.isUsedOnlyBy(fits);
    }

    /**
     * Takes a message. Returns false when the session takes no more messages; the message and its piece are then unused. Blocks
     * while {@link Entrance#MAX_WAITING} messages wait.
     */
    boolean feed(StreamMessage message) throws InterruptedException {
        if (!entrance.enter(message.route())) {
            return false;
        }
        try {
            feedSource(message);
        } finally {
            entrance.entered(message.last());
        }
        return true;
    }

    private void feedSource(StreamMessage message) {
        changes.add(message);
        if (message.onlyChanges()) {
            entrance.makeRoom();
            opener.execute(message.reply()::audioTaken);
            return;
        }
        boolean awaited = message.last() && opener.waitsForTranscript();
        if (awaited) {
            unrouted.addEnding(message.acknowledged(), Entrance.MAX_WAITING);
            resultTaken = true;
        }
        if (message.last()) {
            succession.endedBy(message.exchange(), planned);
        }
        heard |= !message.empty();
        positions.check(message);
        // No audio limits the number of these messages, so each counts until it has its reply.
        boolean countsUntilReply = waitsUntilRouted && !awaited && message.empty();
        if (countsUntilReply) {
            message.reply().onReplied(entrance::makeRoom);
        }
        boolean acknowledged = waitsUntilRouted && !awaited && unrouted.add(message.acknowledged());
        source.feed(message.piece(), () -> onDecoded(message)).whenComplete((nothing, failure) -> {
            // Read now: the session may end a moment later because this piece has failed.
            boolean closed = source.isClosed();
            entrance.use();
            if (!countsUntilReply) {
                entrance.makeRoom();
            }
            if (failure != null || !acknowledged) {
                opener.execute(() -> {
                    // Otherwise it has failed with the session.
                    if (!acknowledged || unrouted.remove(message.acknowledged())) {
                        onTaken(message, awaited, failure, closed);
                    }
                });
            }
        });
    }

    private void onDecoded(StreamMessage message) {
        if (waitsUntilRouted) {
            unrouted.ends(
                    message.acknowledged(), nothing == null ? planned.join().position() : Duration.ZERO);
            acknowledge();
        }
    }

    /** Opens the session, if nobody has done so yet. Called after a message was fed; a failure fails the messages that wait. */
    void open() {
        if (!opening.compareAndSet(false, true)) {
            return;
        }
        try {
            planning.get().whenComplete((plan, failure) -> {
                if (failure == null) {
                    open(plan);
                } else {
                    forget(failure);
                }
            });
        } catch (Throwable thrown) {
            forget(thrown);
        }
    }

    private void open(PlannedSession plan) {
        if (failed != null) {
            return;
        }
        Transcription transcription = plan.transcription();
        if (waitsUntilRouted) {
            transcription.setProgress(this);
        }
        transcription.onCompletion(this::onCompletion);
        FedSource fed = new FedSource(plan.hint(), plan.decoding());
        planned.complete(transcription);
        try {
            if (heard || !entrance.isClosed()) {
                changes.open(plan.changes()::add);
                source.open(fed);
                plan.open(fed);
            } else if (transcription.kept().isResumed()) {
                WithoutAudio.open(transcription, opener.timer());
                source.discard();
            } else {
                nothing = Result.nothing(transcription.id());
                source.discard();
                onRouted(ALL);
                succession.nothing(transcription);
                done();
            }
        } catch (Throwable thrown) {
            forget(thrown);
        }
    }

    /** Replies to an ending message that came after the end of the audio. */
    void replyWithTranscript(StreamMessage message) {
        planned.thenAccept(transcription -> transcription.removeWhenDone(message.exchange()));
        replyWhenCompleted(message);
    }

    private void replyWhenCompleted(StreamMessage message) {
        resultTaken = true;
        PendingReply reply = message.reply();
        whenCompleted(
                reply,
                result -> routeFailure
                        .get()
                        .ifPresentOrElse(reply::failed, () -> reply.transcribed(result, message.output())));
    }

    private void whenCompleted(PendingReply reply, Consumer<Result> next) {
        planned.whenComplete((transcription, failure) -> {
            if (nothing != null) {
                opener.execute(() -> next.accept(nothing));
            } else if (failure == null) {
                ended.thenAcceptAsync(next, opener::execute);
            } else {
                opener.execute(() -> reply.failed(failed));
            }
        });
    }

    /** @param closed whether the source was closed before the piece was taken */
    private void onTaken(StreamMessage message, boolean awaited, Throwable failure, boolean closed) {
        if (failure == null && awaited) {
            replyWhenCompleted(message);
        } else if (failure == null && !waitsUntilRouted) {
            message.reply().audioTaken();
        } else if (failed != null) {
            fail(message, failed);
        } else if (failure == null || closed) {
            // The failure of the session is the failure of the message.
            failWithSession(message, failure);
        } else {
            message.reply().failed(opener.failures().ofSource(failure));
        }
    }

    /** Fails a message when the session has completed. @param broken the failure of its piece; null when that was taken before */
    private void failWithSession(StreamMessage message, Throwable broken) {
        resultTaken = true;
        Optional<Exception> cause = Optional.ofNullable(broken).map(opener.failures()::ofSource);
        if (isSpent() && ended.isDone()) {
            fail(message, routeFailure.orOf(ended.join()).orElseThrow());
            return;
        }
        if (!unrouted.addEnding(message.acknowledged(), Entrance.MAX_WAITING)) {
            fail(message, cause.orElseGet(() -> opener.failures().of(ErrorCode.STOPPED, "the session has ended")));
            return;
        }
        if (!waitsUntilRouted) {
            makeWay();
        }
        whenCompleted(message.reply(), result -> {
            Optional<Exception> why = routeFailure.orOf(result).or(() -> cause);
            // It is awaited before another session may begin, which comes before its sender learns of it.
            why.ifPresent(failure -> onFailed.accept(List.of(message.acknowledged()), failure));
            makeWay();
            why.ifPresentOrElse(message.reply()::failed, message.reply()::audioTaken);
        });
    }

    private void fail(StreamMessage message, Exception why) {
        onFailed.accept(List.of(message.acknowledged()), why);
        message.reply().failed(why);
    }

    @Override
    public void onRouted(Duration through) {
        unrouted.routed(through);
        acknowledge();
    }

    /** Replies to the messages of which everything is routed, once that is kept. */
    private void acknowledge() {
        unrouted.due().ifPresent(due -> unrouted.take(due).forEach(reply -> opener.execute(reply::audioTaken)));
    }

    @Override
    public void onRouteFailed(Exception failure) {
        routeFailure.is(failure).ifPresent(planned.join()::abort);
    }

    /** Lets another session of the key begin; not before the end of a stream that has sent as much audio as it may. */
    private void makeWay() {
        if (entrance.isClosed() || !isSpent()) {
            done();
        }
    }

    private boolean isSpent() {
        return planned.handle((session, failure) -> failure == null && session.isSpent())
                .getNow(false);
    }

    private void done() {
        onDone.accept(this);
        succession.done();
    }

    /** Completes when another session of the key may begin. */
    CompletionStage<Void> over() {
        return succession.open();
    }

    /** Ends the audio after the messages that were taken; the session transcribes it to its end. May be called twice. */
    void end() {
        entrance.close();
    }

    private void endSource(boolean idle) {
        if (idle) {
            succession.endedIdle();
        }
        boolean unopened = !source.isWaiting() && opening.compareAndSet(false, true);
        source.end();
        if (completed || unopened) {
            // The session has failed, and no message came that could have failed with it; or none came at all.
            done();
        }
        if (unopened) {
            succession.abandoned();
        }
    }

    /** The session could not be opened: messages that it has taken meanwhile fail. */
    private void forget(Throwable why) {
        end();
        fail(opener.failures().of(why));
    }

    /** The component has stopped: no message waits any longer. */
    void stop() {
        SessionFailure why = SessionFailure.of(ErrorCode.STOPPED, "the component was stopped while the stream went on");
        boolean opened = planned.isDone() && !planned.isCompletedExceptionally();
        fail(
                opened
                        ? opener.failures().of(why, planned.join().id(), new Transcript(List.of()), Duration.ZERO)
                        : opener.failures().of(why.code(), why.detail()));
    }

    private void fail(Exception why) {
        failed = why;
        List<Acknowledgements.Message> unfinished = failing(why);
        done();
        succession.abandoned();
        source.fail(why);
        planned.completeExceptionally(why);
        OrderedFailures.fail(opener::execute, opener.timer(), unfinished, why);
    }

    /** Returns the messages that wait for their acknowledgement, and wait no longer. Those that get the result fail with them. */
    private List<Acknowledgements.Message> failing(Exception why) {
        List<Acknowledgements.Message> unfinished = unrouted.close();
        onFailed.accept(unfinished, why);
        onFailed.accept(unrouted.ending(), why);
        return unfinished;
    }

    private void onCompletion(Result result) {
        Optional<Exception> failure = routeFailure.orOf(result);
        if (failure.isEmpty()) {
            onRouted(ALL);
        }
        List<Acknowledgements.Message> unfinished = failure.map(this::failing).orElse(List.of());
        // Before it is asked who gets the result: whoever comes now sees this, or is seen.
        completed = true;
        boolean taken = resultTaken || !unfinished.isEmpty();
        try {
            if (entrance.isClosed() || failure.isEmpty() || taken) {
                makeWay();
            }
            succession.completed(planned.join(), result);
        } finally {
            OrderedFailures.fail(opener::execute, opener.timer(), unfinished, failure.orElse(null))
                    .thenRun(() -> ended.complete(result));
        }
        if (!taken) {
            failure.ifPresent(why -> planned.join().report(why));
        }
    }
}
