package io.github.camelelevenlabs.stt.delivery;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.observe.LogContext;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.Conversation;
import io.github.camelelevenlabs.stt.session.SessionEnd;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each transcript of one session to every consumer of the name. Completes when the session has ended and every consumer has
 * routed everything. The session calls the listener's methods on its loop; none of them blocks.
 */
public final class Transcription extends ObservedSession {

    private static final Logger LOG = LoggerFactory.getLogger(Transcription.class);

    private final String id;
    private final TranscriptTopics topics;
    private final String name;
    private final TranscriptExchanges exchanges;
    private final Awaited awaited;
    private final LogContext logging;
    private final Executor routes;
    private final Failures failures;
    /** Empty when nothing of the session is kept. */
    private final Optional<Journal> journal;

    private final Outbox outbox;
    private final Deliveries deliveries;
    private final CompletableFuture<Result> completion = new CompletableFuture<>();

    /** What must happen before this completes: the end of the session, that of every item, and the last entries. */
    private final Outstanding outstanding = new Outstanding(this::settled);

    private final RoutedThrough routedThrough = new RoutedThrough();
    /** Null when nobody asks. Set before the start. */
    private RoutingProgress progress;

    // Set by start():
    private TranscriptTopic topic;
    private Conversation session;
    private Runnable completed;
    private SessionLoop loop;

    // Written on the session's loop; other threads read them after the end, ordered by outstanding:
    private final Collected collected;
    private SessionEnd end;
    private Optional<Exception> sessionFailure = Optional.empty();

    /** What an exchange waits for. */
    public enum Awaited {
        /** The transcript, and the consumers' routes: the exchange fails when a route fails. */
        ROUTED,
        /** The transcript, or nothing: the consumers' exception handlers get the failures of routes. */
        TRANSCRIBED,
        /** Nothing. No segments are kept, so that the session may last for ever. */
        NEVER
    }

    /**
     * The result of a session.
     *
     * @param failure the failure of the session, or else the first failure of a consumer's route
     */
    public record Result(String sessionId, Transcript transcript, SessionEnd end, Optional<Exception> failure) {
        /** The result of a session that was never opened. */
        public static Result nothing(String sessionId) {
            return new Result(
                    sessionId, new Transcript(List.of()), SessionEnd.nothing(Optional.empty()), Optional.empty());
        }

        /** The failure of the session itself. */
        public Optional<Exception> sessionFailure() {
            return failure.filter(why -> end.failure().isPresent());
        }
    }

    /**
     * @param name     the name whose consumers get the transcripts
     * @param executor runs routes
     * @param notices  logs the warnings of the service
     * @param journal  keeps what is said before it is routed, and has what was said before
     */
    public Transcription(
            String id,
            String name,
            TranscriptTopics topics,
            TranscriptExchanges exchanges,
            Awaited awaited,
            Executor executor,
            Notices notices,
            Failures failures,
            Optional<Journal> journal) {
        super(id, notices);
        this.id = id;
        this.name = name;
        this.topics = topics;
        this.exchanges = exchanges;
        this.awaited = awaited;
        this.logging = new LogContext(id, name);
        this.routes = logging.around(executor);
        this.failures = failures;
        this.journal = journal;
        this.collected = new Collected(awaited == Awaited.NEVER);
        kept().segments().forEach(collected::add);
        this.outbox = new Outbox(journal, this::onNotKept);
        this.deliveries = new Deliveries(
                exchanges, routes, awaited == Awaited.ROUTED, failures, kept(), this::mayRoute, outstanding);
    }

    /** What was kept of the session before it was opened. */
    public Kept kept() {
        return journal.map(Journal::kept).orElse(Kept.NOTHING);
    }

    public String id() {
        return id;
    }

    /** The same loop; its tasks log with the session's context. Called before the start. */
    public SessionLoop logged(SessionLoop sessions) {
        loop = logging.around(sessions);
        return loop;
    }

    /** Called before the start. */
    public void setProgress(RoutingProgress asking) {
        progress = asking;
    }

    /** How far the source was read, see {@link Conversation#position()}. Called after the start. */
    public Duration position() {
        return session.position();
    }

    /** Whether the session ends, or has ended, because there is more audio than it may send. */
    public boolean isSpent() {
        return session != null && session.limit().isReached();
    }

    /** Ends the session with a failure, unless it has ended. Called after the start. */
    public void abort(SessionFailure failure) {
        session.abort(failure);
    }

    /** Starts the session. @param afterwards called when this has completed, after the callbacks of {@link #onCompletion} */
    public void start(Conversation opened, Runnable afterwards) {
        session = opened;
        completed = afterwards;
        topic = topics.use(name, opened);
        observed().opened(opened);
        deliveries.start(topic, opened);
        outbox.start(
                loop.guarded(bug -> session.abort(SessionFailure.of(ErrorCode.CLIENT_ERROR, bug))), opened.limit());
        session.start();
    }

    @Override
    public void onSourceOpened(AudioSource.Opened opened) {
        Optional<String> another =
                journal.flatMap(open -> open.checkFormat(opened.format().sampleRate(), opened.channels()));
        if (another.isPresent()) {
            session.abort(SessionFailure.of(ErrorCode.INVALID_REQUEST, another.get()));
        } else if (kept().isResumed()) {
            resume();
        }
    }

    /** Routes what was kept and perhaps not routed. Called on the session's loop, when there is no source that is opened. */
    public void resume() {
        List<Segment> unrouted = kept().unrouted();
        observed().resumed(unrouted.size());
        LOG.info(
                "{} goes on where it was interrupted: {} transcripts are kept, {} of them are routed again, the audio is"
                        + " covered up to {} ms",
                id,
                kept().segments().size(),
                unrouted.size(),
                kept().through().toMillis());
        for (Segment segment : unrouted) {
            int number = routedThrough.add();
            deliveries.segment(
                    segment, kept().ends().get(segment.index()), failure -> onRouted(number, segment, failure));
        }
        tellRouted(routedThrough.covered(kept().through()));
    }

    /** @param next called once with the result, on a thread that may run routes; at once when this has completed already */
    public void onCompletion(Consumer<Result> next) {
        completion.thenAccept(result -> {
            try {
                next.accept(result);
            } catch (Throwable thrown) {
                LOG.error("{} failed unexpectedly", id, Printable.cause(thrown));
            }
        });
    }

    /** Reports a failure that no exchange waits for to the consumers. Called after the end. */
    public void report(Exception failure) {
        topic.report(failure, end.failure().filter(SessionFailure::isStop).isPresent());
    }

    @Override
    public void onStarted() {
        observed().started();
        outbox.other(() -> deliveries.event(exchanges::started));
    }

    @Override
    ObservedName observed() {
        return topic.observed();
    }

    @Override
    public void onPartial(String text) {
        outbox.partial(null, () -> deliveries.partial(null, text));
    }

    @Override
    public void onPartial(int channel, String text) {
        outbox.partial(channel, () -> deliveries.partial(channel, text));
    }

    @Override
    public void onSegment(Segment segment, Duration committedThrough) {
        onSegment(segment, committedThrough, committedThrough);
    }

    @Override
    public void onSegment(Segment segment, Duration committedThrough, Duration channelThrough) {
        observed().segment();
        outbox.segment(segment, channelThrough, committedThrough, () -> route(segment, committedThrough));
    }

    private void route(Segment segment, Duration committedThrough) {
        collected.add(segment);
        int number = routedThrough.add();
        tellRouted(routedThrough.covered(committedThrough));
        deliveries.segment(segment, committedThrough, failure -> {
            session.delivered();
            onRouted(number, segment, failure);
        });
    }

    /** All consumers have routed a segment, or could not. A segment that is not marked is routed again by whoever goes on. */
    private void onRouted(int number, Segment segment, Exception failure) {
        if (failure == null) {
            outstanding.begin();
            outbox.mark(segment.index(), () -> tellRouted(routedThrough.routed(number)), outstanding::end);
        } else if (progress != null && outbox.failure().isEmpty()) {
            progress.onRouteFailed(failure);
        }
    }

    /** Nothing is routed any more that is not kept. */
    private void onNotKept(SessionFailure why) {
        LOG.warn("{} ends, and nothing more of it is routed: {}", id, why.detail());
        session.abort(why);
    }

    private boolean mayRoute(Consumer<Exception> answer) {
        if (progress != null && deliveries.segmentFailure() != null) {
            // Routed now, it would come before the one that failed.
            answer.accept(deliveries.segmentFailure());
            return false;
        }
        return outbox.mayRoute(
                refused -> answer.accept(refused.map(this::failure).orElse(null)));
    }

    private Exception failure(SessionFailure why) {
        return failures.of(why.code(), why.detail(), why.cause());
    }

    @Override
    public boolean comesAgain() {
        return progress != null;
    }

    @Override
    public boolean wantsCoverage() {
        return progress != null || journal.isPresent();
    }

    @Override
    public void onCovered(Duration through) {
        outbox.other(() -> {
            tellRouted(routedThrough.covered(through));
            outbox.coverSilence(through);
        });
    }

    private void tellRouted(Optional<Duration> through) {
        if (progress != null) {
            through.ifPresent(position -> outbox.cover(position, () -> progress.onRouted(position), () -> {}));
        }
    }

    @Override
    public void onEnd(SessionEnd ended) {
        outbox.other(() -> end(ended));
    }

    private void end(SessionEnd ended) {
        endAs(outbox.whole(ended));
        try {
            outstanding.begin();
            outbox.last(end.failure().isEmpty(), session.position(), outstanding::end);
            SessionEnd shown = end;
            int count = collected.count();
            deliveries.event(exchange -> exchanges.ended(exchange, shown, count, sessionFailure));
        } finally {
            outstanding.end();
        }
    }

    private void endAs(SessionEnd last) {
        end = last;
        last.failure().ifPresent(observed()::failed);
        sessionFailure =
                last.failure().map(why -> failures.of(why, id, collected.transcript(), last.committedThrough()));
    }

    private void settled() {
        try {
            routes.execute(this::complete);
        } catch (RejectedExecutionException closed) {
            complete();
        }
    }

    private void complete() {
        deliveries.close();
        observed().closed(session);
        topics.leave(name, session);
        completion.complete(result());
        completed.run();
    }

    /**
     * Removes what is kept when both are done without a failure: the session, and an exchange, which is not done yet. Completes when both
     * are done, and what was to be removed is.
     */
    public CompletionStage<Void> removeWhenDone(Exchange exchange) {
        if (journal.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        Removal removal = new Removal(journal.get());
        onCompletion(result -> removal.sessionDone(result.failure().isEmpty()));
        removal.await(exchange);
        return removal.over();
    }

    /** Removes what is kept of the session, which is over. @return completes when it is removed, or cannot be */
    public CompletionStage<Void> remove() {
        return journal.map(Journal::remove).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private Result result() {
        try {
            // The last entries may have failed after the session had ended.
            if (sessionFailure.isEmpty() && outbox.failure().isPresent()) {
                endAs(end.failed(outbox.failure()));
            }
            return new Result(id, collected.transcript(), end, failure());
        } catch (Throwable thrown) {
            return new Result(
                    id,
                    new Transcript(List.of()),
                    end,
                    failure().or(() -> Optional.of(new RuntimeCamelException(thrown))));
        }
    }

    private Optional<Exception> failure() {
        return sessionFailure.or(() -> Optional.ofNullable(deliveries.failure()));
    }
}
