package io.github.camelelevenlabs.stt.emulator.server;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.recording.Frame;
import io.github.camelelevenlabs.stt.emulator.recording.Recorder;
import io.github.camelelevenlabs.stt.emulator.recording.Recording;
import io.github.camelelevenlabs.stt.emulator.recording.ReplayedSession;
import io.github.camelelevenlabs.stt.emulator.recording.Witness;
import io.github.camelelevenlabs.stt.emulator.recording.WitnessedConversation;
import io.github.camelelevenlabs.stt.emulator.recording.WitnessedLink;
import io.github.camelelevenlabs.stt.emulator.service.BatchApi;
import io.github.camelelevenlabs.stt.emulator.service.Conversation;
import io.github.camelelevenlabs.stt.emulator.service.Credentials;
import io.github.camelelevenlabs.stt.emulator.service.Ledger;
import io.github.camelelevenlabs.stt.emulator.service.Link;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSession;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSettings;
import io.github.camelelevenlabs.stt.emulator.service.SessionClock;
import io.github.camelelevenlabs.stt.emulator.service.SessionRecord;
import io.github.camelelevenlabs.stt.emulator.service.SessionRequest;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The listening socket, its connections and their threads. */
public final class EmulatorServer {
    private static final int LARGEST_HTTP_BODY = 64 * 1024;
    private static final int MAX_ADDRESS = 64 * 1024;
    private static final int THREADS = 2;
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(4 * 1024 * 1024, 8 * 1024 * 1024);
    /** Whether a channel's session is counted. */
    private static final AttributeKey<Boolean> COUNTED = AttributeKey.valueOf(EmulatorServer.class, "counted");

    private final ServiceSettings settings;
    private final Credentials credentials;
    private final EventLoopGroup loops = newLoops();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger active = new AtomicInteger();
    private final Channel listening;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Recorder recorder;
    private final Recording replayed;
    private volatile Ledger ledger;

    /**
     * @param port      0 for a free one
     * @param recording the file for the messages of all connections, or null for none
     * @param replayed  the recording that is played in place of the service, or null
     */
    public EmulatorServer(int port, ServiceSettings settings, Path recording, Recording replayed) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be from 0 (a free one) to 65535, was " + port);
        }
        this.settings = settings;
        this.replayed = replayed;
        credentials = new Credentials(settings);
        ledger = new Ledger(settings);
        recorder = recording == null ? null : new Recorder(recording);
        try {
            listening = bind(port);
        } catch (Exception e) {
            // Netty throws the checked BindException without declaring it.
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            closeRecorder();
            throw new IllegalStateException(
                    "Cannot listen on port " + port
                            + " of the loopback; end what listens there, or choose another port",
                    e);
        }
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well, which Camel 4.18 and Quarkus bring.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newLoops() {
        return new io.netty.channel.nio.NioEventLoopGroup(THREADS, new DefaultThreadFactory("stt-emulator", true));
    }

    private Channel bind(int port) {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(MAX_ADDRESS, MAX_ADDRESS, LARGEST_HTTP_BODY),
                                        new BatchUpload(new BatchApi(settings, credentials)),
                                        new HttpObjectAggregator(LARGEST_HTTP_BODY),
                                        new FrontDoor(EmulatorServer.this));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .syncUninterruptibly()
                .channel();
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    public URI uri() {
        return URI.create("ws://127.0.0.1:" + port());
    }

    Credentials credentials() {
        return credentials;
    }

    public Ledger ledger() {
        return ledger;
    }

    public void reset() {
        ledger = new Ledger(settings);
    }

    /** Counts a session until {@link #leave} or until its channel closes. @return what is to happen to it if it is one too many */
    Optional<Fault> enter(Channel channel) {
        int sessions = active.incrementAndGet();
        channel.attr(COUNTED).set(true);
        channel.closeFuture().addListener(closed -> leave(channel));
        int limit = behaviour().maxConcurrentSessions();
        return limit > 0 && sessions > limit ? Optional.of(behaviour().overLimit()) : Optional.empty();
    }

    /** A session is over for the account before its client hears of it, so that the client may begin another one at once. */
    void leave(Channel channel) {
        if (channel.attr(COUNTED).getAndSet(null) != null) {
            active.decrementAndGet();
        }
    }

    /** The headers of HTTP responses with the number of sessions, if it is limited. */
    HttpHeaders load() {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (behaviour().maxConcurrentSessions() > 0) {
            headers.set("current-concurrent-requests", active.get());
            headers.set("maximum-concurrent-requests", behaviour().maxConcurrentSessions());
        }
        return headers;
    }

    int fragmentBytes() {
        return behaviour().quirks().fragmentBytes();
    }

    SessionRequest examine(Map<String, List<String>> query, Map<String, List<String>> headers) {
        return SessionRequest.examine(query, headers, credentials, behaviour(), ledger);
    }

    private Behaviour behaviour() {
        return settings.behaviour();
    }

    /** The HTTP status that the replayed service answers this handshake with. */
    OptionalInt replayedRefusal(SessionRecord record) {
        return replayed == null ? OptionalInt.empty() : replayed.refusal(record.connection());
    }

    /** Notes that a handshake was answered with this HTTP status. */
    void refused(SessionRecord record, int status) {
        record.ended(RecordedSession.Ending.HANDSHAKE_REFUSED);
        Witness witness = recorder == null ? Witness.NONE : recorder.witness(record, () -> Duration.ZERO);
        witness.saw(new Frame.Open(record.parameters()));
        witness.saw(new Frame.Refusal(status));
    }

    Conversation newConversation(SessionRequest request, EventExecutor loop, Link link) {
        SessionRecord record = request.record();
        if (!settings.keepAudio()) {
            record.dropAudio();
        }
        SessionClock clock = new EventLoopClock(loop, settings.speed(), settings.nanoTime());
        Witness memory = frame -> {
            if (frame instanceof Frame.Text text && text.from() == Frame.Side.SERVICE) {
                record.said(text.text());
            }
        };
        if (recorder == null) {
            return newConversation(request, clock, new WitnessedLink(link, memory));
        }
        Witness recording = recorder.witness(record, clock::elapsed);
        recording.saw(new Frame.Open(record.parameters()));
        return new WitnessedConversation(
                newConversation(request, clock, new WitnessedLink(link, memory.and(recording))), recording);
    }

    private Conversation newConversation(SessionRequest request, SessionClock clock, Link link) {
        return replayed == null
                ? new ServiceSession(request, settings, clock, link)
                : new ReplayedSession(
                        replayed.connection(request.record().connection()), request.record(), clock, link);
    }

    /** Closes every socket and waits at most 5 s for the threads to end. May be called twice. */
    public void stop() {
        if (stopped.getAndSet(true)) {
            return;
        }
        listening.close().syncUninterruptibly();
        connections.forEach(channel -> channel.eventLoop().execute(() -> cut(channel)));
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
        closeRecorder();
    }

    private void closeRecorder() {
        if (recorder != null) {
            recorder.close();
        }
    }

    private static void cut(Channel channel) {
        WebSocketSessionHandler handler = channel.pipeline().get(WebSocketSessionHandler.class);
        if (handler == null) {
            channel.close();
        } else {
            handler.conversation().cut();
        }
    }
}
