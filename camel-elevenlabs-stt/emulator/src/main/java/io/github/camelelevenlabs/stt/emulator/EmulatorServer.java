package io.github.camelelevenlabs.stt.emulator;

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
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The listening socket, its connections and their threads. */
final class EmulatorServer {
    private static final int LARGEST_HTTP_BODY = 64 * 1024;
    private static final int LONGEST_ADDRESS = 64 * 1024;
    private static final int THREADS = 2;
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(4 * 1024 * 1024, 8 * 1024 * 1024);

    private final EmulatorSettings settings;
    private final Credentials credentials;
    private final EventLoopGroup loops = newLoops();
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final AtomicInteger active = new AtomicInteger();
    private final Channel listening;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Recorder recorder;
    private volatile Ledger ledger;

    EmulatorServer(EmulatorSettings settings) {
        this.settings = settings;
        credentials = new Credentials(settings);
        ledger = new Ledger(settings);
        recorder = settings.recording() == null ? null : new Recorder(settings.recording());
        try {
            listening = bind();
        } catch (Exception e) {
            // Netty throws the checked BindException without declaring it.
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            closeRecorder();
            throw new IllegalStateException("Cannot listen on port " + settings.port() + " of the loopback", e);
        }
    }

    // Deprecated since Netty 4.2 and the only kind that exists in 4.1 as well, which Camel 4.18 and Quarkus bring.
    @SuppressWarnings("deprecation")
    private static EventLoopGroup newLoops() {
        return new io.netty.channel.nio.NioEventLoopGroup(THREADS, new DefaultThreadFactory("stt-emulator", true));
    }

    private Channel bind() {
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
                                        new HttpServerCodec(LONGEST_ADDRESS, LONGEST_ADDRESS, LARGEST_HTTP_BODY),
                                        new HttpObjectAggregator(LARGEST_HTTP_BODY),
                                        new FrontDoor(EmulatorServer.this));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()))
                .syncUninterruptibly()
                .channel();
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + port());
    }

    Credentials credentials() {
        return credentials;
    }

    Ledger ledger() {
        return ledger;
    }

    void reset() {
        ledger = new Ledger(settings);
    }

    /** Counts a session until its channel closes. @return what is to happen to it if it is one too many */
    Optional<Fault> enter(Channel channel) {
        int sessions = active.incrementAndGet();
        channel.closeFuture().addListener(closed -> active.decrementAndGet());
        int limit = behaviour().maxConcurrentSessions;
        return limit > 0 && sessions > limit ? Optional.of(behaviour().overLimit) : Optional.empty();
    }

    /** What HTTP answers tell of the account's sessions, where their number is limited. */
    HttpHeaders load() {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (behaviour().maxConcurrentSessions > 0) {
            headers.set("current-concurrent-requests", active.get());
            headers.set("maximum-concurrent-requests", behaviour().maxConcurrentSessions);
        }
        return headers;
    }

    int fragmentBytes() {
        return behaviour().quirks.fragmentBytes;
    }

    SessionRequest examine(Map<String, List<String>> query, Map<String, List<String>> headers) {
        return SessionRequest.examine(query, headers, credentials, behaviour(), ledger);
    }

    private Behaviour behaviour() {
        return settings.behaviour();
    }

    /** The HTTP status that the replayed service answers this handshake with. */
    OptionalInt replayedRefusal(RecordedSession record) {
        return settings.replayed() == null
                ? OptionalInt.empty()
                : settings.replayed().refusal(record.connection());
    }

    /** Notes that a handshake was answered with this HTTP status. */
    void refused(RecordedSession record, int status) {
        record.ended(RecordedSession.Ending.HANDSHAKE_REFUSED);
        Witness witness = recorder == null ? Witness.NONE : recorder.witness(record, () -> Duration.ZERO);
        witness.saw(new Frame.Open(record.parameters()));
        witness.saw(new Frame.Refusal(status));
    }

    Conversation newConversation(SessionRequest request, EventExecutor loop, Link link) {
        RecordedSession record = request.record();
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
        Recording replayed = settings.replayed();
        return replayed == null
                ? new ServiceSession(request, settings, clock, link)
                : new ReplayedSession(
                        replayed.connection(request.record().connection()), request.record(), clock, link);
    }

    /** Closes every socket and waits until the threads are done, 5 s at most. May be called twice. */
    void stop() {
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
