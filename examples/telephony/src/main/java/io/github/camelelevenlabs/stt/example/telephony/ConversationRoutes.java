package io.github.camelelevenlabs.stt.example.telephony;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_POSITION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.CHANNEL;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.netty.NettyConstants;

/** Calls with both people: two channels of one session, so that two who talk at once are heard, in the order of time. */
final class ConversationRoutes extends RouteBuilder {

    private static final AttributeKey<TwoTracks> TRACKS = AttributeKey.valueOf("tracks");
    private static final AttributeKey<HookSession> HOOK = AttributeKey.valueOf("hook");

    /** Who speaks on which channel. The headers of the first message of a call are on its transcripts. */
    private static final String SPEAKERS = "speakers";

    /** The text of a reply; no property means none. */
    private static final String REPLY = "reply";

    private final Consumer<String> console;
    private final Runnable transcribed;

    /** @param transcribed run for every call that has ended and is transcribed */
    ConversationRoutes(Consumer<String> console, Runnable transcribed) {
        this.console = console;
        this.transcribed = transcribed;
    }

    @Override
    public void configure() {
        onException(Exception.class).handled(true).process(this::failed);

        // Twilio with track=both_tracks: each frame is of one track, and has a time.
        from("netty:tcp://127.0.0.1:{{tracks.port}}?serverInitializerFactory=#mediaStreams&sync=false")
                .unmarshal()
                .json(MediaMessage.class)
                .filter(simple("${body.event} in 'media,stop'"))
                .process(this::joinTracks)
                .filter(body().isNotNull())
                .to("elevenlabs-stt:conversations?channels=split");

        // Genesys AudioHook: frames of both channels, and messages that want a reply.
        from("netty:tcp://127.0.0.1:{{hook.port}}?serverInitializerFactory=#audioHook"
                        + "&disconnectOnNoReply=false&noReplyLogLevel=OFF")
                .choice()
                .when(body().isInstanceOf(byte[].class))
                .process(this::hookAudio)
                .to("elevenlabs-stt:conversations?channels=split")
                .setBody(exchangeProperty(REPLY))
                .otherwise()
                .unmarshal()
                .json(JsonNode.class)
                .process(this::hookMessage)
                .filter(header(END_OF_AUDIO))
                // Done when all is transcribed: only then the session is closed.
                .setBody(constant(new byte[0]))
                .to("elevenlabs-stt:conversations?channels=split")
                .end()
                .setBody(exchangeProperty(REPLY));

        from("elevenlabs-stt:conversations?includeSessionEvents=true")
                .choice()
                .when(header(MESSAGE_TYPE).isEqualTo("session_ended"))
                .process(call -> transcribed.run())
                .when(header(MESSAGE_TYPE).isEqualTo("committed_transcript"))
                .process(this::said);
    }

    private void joinTracks(Exchange exchange) {
        Message message = exchange.getMessage();
        MediaMessage media = message.getBody(MediaMessage.class);
        TwoTracks tracks = ofConnection(message, TRACKS, TwoTracks::new);
        Optional<TwoTracks.Piece> piece = media.last()
                ? tracks.flush()
                : tracks.add(
                        "inbound".equals(media.media().track()), media.media().timestamp(), media.audio());
        message.setHeader(SESSION_KEY, media.streamSid());
        message.setHeader(END_OF_AUDIO, media.last());
        message.setHeader(SPEAKERS, List.of("inbound", "outbound"));
        message.setHeader(Exchange.CONTENT_TYPE, TwoTracks.CONTENT_TYPE);
        piece.ifPresent(ready -> message.setHeader(AUDIO_POSITION, ready.position()));
        // Null while one track waits for the other.
        message.setBody(piece.map(TwoTracks.Piece::stereo).orElse(media.last() ? new byte[0] : null));
    }

    private void hookAudio(Exchange exchange) {
        Message message = exchange.getMessage();
        HookSession session = ofConnection(message, HOOK, HookSession::new);
        message.setHeader(SESSION_KEY, session.id());
        message.setHeader(SPEAKERS, session.channels());
        message.setHeader(Exchange.CONTENT_TYPE, session.contentType());
        message.setHeader(AUDIO_POSITION, session.onFrame(message.getBody(byte[].class)));
    }

    private void hookMessage(Exchange exchange) {
        Message message = exchange.getMessage();
        HookSession session = ofConnection(message, HOOK, HookSession::new);
        JsonNode received = message.getBody(JsonNode.class);
        ObjectNode reply = session.replyTo(received);
        boolean ends = received.path("type").asText().equals("close") && session.heard();
        message.setHeader(SESSION_KEY, session.id());
        message.setHeader(END_OF_AUDIO, ends);
        exchange.setProperty(REPLY, reply == null ? null : reply.toString());
    }

    /** What belongs to a connection ends with it. */
    private static <T> T ofConnection(Message message, AttributeKey<T> key, Supplier<T> initial) {
        ChannelHandlerContext connection =
                message.getHeader(NettyConstants.NETTY_CHANNEL_HANDLER_CONTEXT, ChannelHandlerContext.class);
        connection.channel().attr(key).setIfAbsent(initial.get());
        return connection.channel().attr(key).get();
    }

    private void said(Exchange transcript) {
        Message message = transcript.getMessage();
        String speaker =
                (String) message.getHeader(SPEAKERS, List.class).get(message.getHeader(CHANNEL, Integer.class));
        console.accept("[" + message.getHeader(SESSION_KEY) + "] " + speaker + ": " + message.getBody(String.class));
    }

    private void failed(Exchange message) {
        message.getMessage().setBody(null);
        console.accept("A call failed: "
                + message.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)
                        .getMessage());
    }
}
