package io.github.camelelevenlabs.stt.benchmark.sink;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import io.github.camelelevenlabs.stt.benchmark.load.StampedText;
import io.github.camelelevenlabs.stt.emulator.protocol.ConfigEcho;
import io.github.camelelevenlabs.stt.emulator.protocol.InvalidParameter;
import io.github.camelelevenlabs.stt.emulator.protocol.ParameterRules;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerCodec;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.CommittedTranscriptWithTimestamps;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.PartialTranscript;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.SessionStarted;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import io.github.camelelevenlabs.stt.emulator.protocol.TimedToken;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.util.ArrayList;
import java.util.List;

/**
 * One session: a partial for each second of audio, a commit of the server whenever so much audio has come, and one whenever the
 * client asks. Confined to its event loop.
 */
final class SinkSession extends SimpleChannelInboundHandler<TextWebSocketFrame> {

    private static final int MILLIS_BETWEEN_PARTIALS = 1_000;

    private final long millisBetweenCommits;
    private final Tally tally;
    private SessionParameters parameters;
    private long received;
    private long partials;
    private long commits;
    private int committed;

    SinkSession(long millisBetweenCommits, Tally tally) {
        this.millisBetweenCommits = millisBetweenCommits;
        this.tally = tally;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws InvalidParameter {
        if (event instanceof HandshakeComplete handshake) {
            tally.session();
            parameters = SessionParameters.parse(
                    new QueryStringDecoder(handshake.requestUri()).parameters(), ParameterRules.AS_SEEN);
            write(context, new SessionStarted(context.channel().id().asShortText(), parameters, ConfigEcho.AS_SEEN));
            context.flush();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
        AudioMessage message = AudioMessage.of(frame.content());
        if (message.isPadding()) {
            tally.message(0, 0);
        } else {
            tally.message(message.audio().length, ExpectedAudio.wrong(message.audio(), received));
        }
        received += message.audio().length;
        long millis = received * 1_000 / PeriodicSpeech.BYTES_PER_SECOND;
        if (message.commit() || parameters.vad() && millis / millisBetweenCommits > commits) {
            commits = millis / millisBetweenCommits;
            partials = millis / MILLIS_BETWEEN_PARTIALS;
            commit(context, PeriodicSpeech.wordsBefore(millis), message.commit());
        } else if (millis / MILLIS_BETWEEN_PARTIALS > partials) {
            partials = millis / MILLIS_BETWEEN_PARTIALS;
            write(context, new PartialTranscript(PeriodicSpeech.text(committed, PeriodicSpeech.wordsBefore(millis))));
        }
    }

    private void commit(ChannelHandlerContext context, int words, boolean asked) {
        if (words == committed && !asked) {
            return;
        }
        String stamp = StampedText.now();
        String text = words == committed ? "" : PeriodicSpeech.text(committed, words) + " " + stamp;
        write(context, new CommittedTranscript(text));
        if (parameters.twins()) {
            write(
                    context,
                    new CommittedTranscriptWithTimestamps(
                            text, "eng", words == committed ? List.of() : tokens(committed, words, stamp), false));
        }
        committed = words;
    }

    private static List<TimedToken> tokens(int from, int to, String stamp) {
        List<TimedToken> tokens = new ArrayList<>();
        for (int word = from; word < to; word++) {
            double start = PeriodicSpeech.start(word);
            if (word > from) {
                tokens.add(new TimedToken(" ", PeriodicSpeech.end(word - 1), start, TimedToken.Type.SPACING, 0));
            }
            tokens.add(new TimedToken(
                    PeriodicSpeech.word(word), start, PeriodicSpeech.end(word), TimedToken.Type.WORD, -0.1));
        }
        double end = PeriodicSpeech.end(to - 1);
        tokens.add(new TimedToken(" ", end, end, TimedToken.Type.SPACING, 0));
        tokens.add(new TimedToken(stamp, end, end, TimedToken.Type.WORD, -0.1));
        return tokens;
    }

    private static void write(ChannelHandlerContext context, ServerMessage message) {
        context.write(new TextWebSocketFrame(ServerCodec.encode(message)), context.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A client that is gone; whether all audio has come, the tally says.
        context.close();
    }
}
