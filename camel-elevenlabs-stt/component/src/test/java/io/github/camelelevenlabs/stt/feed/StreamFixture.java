package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioHint;
import io.github.camelelevenlabs.stt.audio.Decodings;
import io.github.camelelevenlabs.stt.delivery.Failures;
import io.github.camelelevenlabs.stt.delivery.Journal;
import io.github.camelelevenlabs.stt.delivery.Journals;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.delivery.Subscriber;
import io.github.camelelevenlabs.stt.delivery.TranscriptExchanges;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.delivery.Transcription;
import io.github.camelelevenlabs.stt.delivery.Transcription.Awaited;
import io.github.camelelevenlabs.stt.fetch.Fetch;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.repository.InMemorySessionRepository;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionGate;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import io.github.camelelevenlabs.stt.threads.SessionLoop;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultUnitOfWork;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;

/** The streams of a component, with time, the sessions and the readers of the audio in the test's hands. */
final class StreamFixture implements SessionOpener, AutoCloseable {

    static final String KEY = "call";
    static final Duration IDLE = Duration.ofSeconds(30);
    final ManualTime time = new ManualTime();
    final DefaultCamelContext context = new DefaultCamelContext();
    final TranscriptTopics topics = new TranscriptTopics(new UsageTotals(), name -> () -> {});
    final StreamSessions streams = new StreamSessions();
    final List<FakeSession> sessions = new ArrayList<>();
    boolean waitsForTranscript = true;
    boolean routed;

    /** Null without a repository. */
    Journals journals;

    final InMemorySessionRepository repository = new InMemorySessionRepository();

    /** The consumer of the name routes to this. */
    final List<Exchange> toRoute = new ArrayList<>();

    private final List<AsyncCallback> routing = new ArrayList<>();
    RuntimeException openingFails;

    /** A consumer of the name, whose route is asynchronous. */
    void consume() throws Exception {
        Endpoint endpoint = new DefaultEndpoint("test:calls", null) {
            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
        ((DefaultEndpoint) endpoint).setCamelContext(context);
        context.start();
        DefaultConsumer consumer = new DefaultConsumer(endpoint, new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                toRoute.add(exchange);
                routing.add(callback);
                return false;
            }
        });
        consumer.start();
        Subscriber subscriber = new Subscriber(consumer);
        subscriber.setWishes(new Subscriber.Wishes(OutputFormat.TEXT, false, false, false));
        topics.use(name(), consumer).subscribe(subscriber);
    }

    /** The oldest transcript is routed. */
    void route() {
        route(null);
    }

    void route(Exception failure) {
        Exchange routed = toRoute.remove(0);
        routed.setException(failure);
        routing.remove(0).done(false);
    }

    Sent send(byte[] audio) {
        return send(audio, Map.of());
    }

    Sent end() {
        return send(new byte[0], Map.of(Headers.END_OF_AUDIO, true));
    }

    /** A message whose stream breaks. */
    Sent sendBroken() {
        return send(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("broken");
                    }
                },
                Map.of());
    }

    Sent send(Object audio, Map<String, Object> headers) {
        Sent sent = prepared(audio, headers);
        send(sent);
        return sent;
    }

    /** A message that is not sent yet. */
    Sent prepared(Object audio, Map<String, Object> headers) {
        Sent sent = new Sent(new DefaultExchange(context));
        sent.exchange.getIn().setBody(audio);
        sent.exchange.getIn().setHeaders(new HashMap<>(headers));
        sent.exchange.getExchangeExtension().setUnitOfWork(new DefaultUnitOfWork(sent.exchange));
        return sent;
    }

    void send(Sent sent) {
        PendingReply reply = new PendingReply(sent.exchange, doneSync -> {
            sent.done = true;
            sent.onDone.run();
        });
        try {
            streams.feed(this, KEY, sent.exchange, reply);
        } catch (InterruptedException | IOException | RuntimeException e) {
            reply.refused(e);
        }
    }

    FakeSession session() {
        return sessions.get(sessions.size() - 1);
    }

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public TranscriptTopics topics() {
        return topics;
    }

    @Override
    public CompletionStage<PlannedSession> plan(Message opening, String sessionKey, Awaited awaited) {
        if (journals == null) {
            return CompletableFuture.completedFuture(planned(opening, sessionKey, awaited, Optional.empty()));
        }
        return journals.open(repository, Journals.key(Journals.Kind.STREAM, name(), sessionKey), Duration.ofSeconds(5))
                .thenApply(journal -> planned(opening, sessionKey, awaited, Optional.of(journal)));
    }

    private PlannedSession planned(Message opening, String sessionKey, Awaited awaited, Optional<Journal> journal) {
        String id = journal.flatMap(open -> open.kept().sessionId()).orElseGet(this::nextId);
        journal.ifPresent(open -> open.begin(id));
        Transcription transcription = new Transcription(
                id,
                name(),
                topics,
                new TranscriptExchanges(id, sessionKey, opening),
                awaited,
                routes(),
                new Notices(),
                failures(),
                journal);
        DeferredChanges changes = new DeferredChanges();
        return new PlannedSession(
                transcription,
                AudioHint.NONE,
                Decodings.on(Runnable::run),
                OutputFormat.TEXT,
                0,
                new SessionGate(),
                changes,
                source -> {
                    if (openingFails != null) {
                        throw openingFails;
                    }
                    FakeSession session = new FakeSession(source, transcription);
                    session.segments =
                            journal.map(open -> open.kept().segments().size()).orElse(0);
                    sessions.add(session);
                    changes.open(session::change);
                    transcription.logged(time);
                    transcription.start(session, () -> {});
                });
    }

    @Override
    public OutputFormat output(Message message) {
        return OutputFormat.TEXT;
    }

    @Override
    public boolean waitsForTranscript() {
        return waitsForTranscript;
    }

    @Override
    public boolean acknowledgesRouted() {
        return routed;
    }

    @Override
    public boolean keepsSessions() {
        return journals != null;
    }

    @Override
    public Duration sessionIdleTimeout() {
        return IDLE;
    }

    @Override
    public Fetch fetch(WebUrl url) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String nextId() {
        return "session-" + (sessions.size() + 1);
    }

    @Override
    public Executor routes() {
        return Runnable::run;
    }

    @Override
    public SessionLoop timer() {
        return time;
    }

    @Override
    public Failures failures() {
        return new Failures() {
            @Override
            public Exception of(SessionFailure why, String sessionId, Transcript committed, Duration through) {
                return new IllegalStateException(why.type() + ": " + why.detail(), why.cause());
            }

            @Override
            public Exception of(ErrorCode code, String detail, Throwable cause) {
                return new IllegalStateException(code.type() + ": " + detail, cause);
            }

            @Override
            public boolean isRetryable(Exception failure) {
                return !failure.getMessage().matches("(?s)(superseded|audio_limit_exceeded).*");
            }

            @Override
            public Exception of(Throwable failure) {
                return failure instanceof Exception known ? known : new IllegalStateException(failure);
            }

            @Override
            public Exception ofSource(Throwable failure) {
                return of(failure);
            }
        };
    }

    /** Samples of 16 kHz, 32 bytes a millisecond; none is zero. */
    static byte[] audio(int millis, int value) {
        byte[] audio = new byte[millis * 32];
        for (int i = 0; i < audio.length; i += 2) {
            audio[i] = (byte) value;
            audio[i + 1] = (byte) (i / 2 % 64);
        }
        return audio;
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Override
    public void close() {
        context.stop();
    }
}
