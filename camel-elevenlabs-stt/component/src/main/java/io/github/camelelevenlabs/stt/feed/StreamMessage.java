package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioPiece;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.delivery.OutputFormat;
import io.github.camelelevenlabs.stt.delivery.PendingReply;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.session.Hints;
import io.github.camelelevenlabs.stt.text.Printable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;

/**
 * A message of a stream.
 *
 * @param empty  whether it brings no audio
 * @param commit whether its audio is committed
 * @param last   whether it ends the audio
 * @param change of the session, from its next connection on
 * @param output the body that the last message gets
 * @param route  the id of the route that sent it; null for none
 */
record StreamMessage(
        AudioPiece piece,
        boolean empty,
        boolean commit,
        boolean last,
        Hints.Change change,
        OutputFormat output,
        Exchange exchange,
        PendingReply reply,
        String route) {

    /** The greatest position, in milliseconds: three centuries, so that a stream may also count from 1970. */
    private static final long MAX_POSITION = 9_000_000_000_000L;

    /**
     * Reads a message. Its audio is opened, so that audio that cannot be opened fails its message and not the stream.
     *
     * @throws IOException              when the body is no audio, or cannot be opened
     * @throws IllegalArgumentException with the name of a header whose value is not allowed
     */
    static StreamMessage of(SessionOpener opener, Exchange exchange, PendingReply reply) throws IOException {
        boolean last = flag(exchange, Headers.END_OF_AUDIO);
        boolean commit = flag(exchange, Headers.COMMIT);
        OptionalLong position = position(exchange);
        Hints.Change change = HeaderChange.of(exchange.getIn());
        AudioBody body = AudioBody.of(exchange);
        OutputFormat output = opener.output(exchange.getIn());
        String route = ExchangeHelper.getRouteId(exchange);
        boolean empty = body instanceof AudioBody.Empty;
        if (empty && !last && !commit && change.isNone()) {
            throw new AudioException(
                    "no audio: the body is empty, and the message neither commits nor ends nor changes the session");
        }
        AudioPiece piece = piece(opener, body, commit, position);
        return new StreamMessage(piece, empty, commit, last, change, output, exchange, reply, route);
    }

    /** Whether it does nothing but change the session. */
    boolean onlyChanges() {
        return empty && !commit && !last;
    }

    /** Where in the stream its audio begins, in milliseconds; empty when it brings none, or does not say. */
    OptionalLong position() {
        return piece.position();
    }

    /** What waits until its audio is routed. */
    Acknowledgements.Message acknowledged() {
        return new Acknowledgements.Message(reply, position());
    }

    private static AudioPiece piece(SessionOpener opener, AudioBody body, boolean commit, OptionalLong position)
            throws IOException {
        if (body instanceof AudioBody.Bytes bytes) {
            return new AudioPiece.Bytes(bytes.bytes(), commit, position);
        } else if (body instanceof AudioBody.OnDisk file) {
            return new AudioPiece.Stream(Files.newInputStream(file.path()), commit, position);
        } else if (body instanceof AudioBody.Stream open) {
            return new AudioPiece.Stream(open.stream(), commit, position);
        } else if (body instanceof AudioBody.Url at) {
            return new AudioPiece.Arriving(
                    new FetchedBytes(opener.fetch(at.url()).asStream()), commit, position);
        }
        return new AudioPiece.Bytes(ByteBuffer.allocate(0), commit);
    }

    private static boolean flag(Exchange exchange, String header) {
        Object value = exchange.getIn().getHeader(header);
        Boolean flag = exchange.getIn().getHeader(header, Boolean.class);
        if (value != null && flag == null) {
            throw refused(header, value, " is not allowed; true or false is");
        }
        return value != null && flag;
    }

    private static OptionalLong position(Exchange exchange) {
        Object value = exchange.getIn().getHeader(Headers.AUDIO_POSITION);
        if (value == null) {
            return OptionalLong.empty();
        }
        // Camel would make 1 of 1.5 and of true.
        Long position = value instanceof Integer || value instanceof Long || value instanceof Short
                ? Long.valueOf(((Number) value).longValue())
                : parsed(value);
        if (position == null || position < 0 || position > MAX_POSITION) {
            throw refused(
                    Headers.AUDIO_POSITION,
                    value,
                    " is not allowed; milliseconds from 0 to " + MAX_POSITION
                            + " are: where in the stream the audio of the message begins");
        }
        return OptionalLong.of(position);
    }

    /** Null when it is no whole number. */
    private static Long parsed(Object value) {
        try {
            return value instanceof CharSequence || value instanceof Number
                    ? Long.valueOf(value.toString().trim())
                    : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static IllegalArgumentException refused(String header, Object value, String why) {
        return new IllegalArgumentException(header + "=" + Printable.of(value.toString()) + why);
    }
}
