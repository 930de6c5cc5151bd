package io.github.camelelevenlabs.stt.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.netty.handler.ssl.NotSslRecordException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReasonTest {

    private static <T extends Throwable> T caused(T failure, Throwable cause) {
        failure.initCause(cause);
        return failure;
    }

    private static <T extends Throwable> T suppressing(T failure, Throwable suppressed) {
        failure.addSuppressed(suppressed);
        return failure;
    }

    private static Throwable circle() {
        IOException first = new IOException("first");
        IOException second = new IOException("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        return first;
    }

    private static Throwable chain(int length) {
        Throwable chain = new IOException("the end");
        for (int i = 0; i < length; i++) {
            chain = new IOException((String) null, chain);
        }
        return chain;
    }

    static Stream<Arguments> reasons() {
        String service = "wss://127.0.0.1:8766";
        return Stream.of(
                arguments(new UnknownHostException("api.elevenlabs.io"), "unknown host api.elevenlabs.io"),
                arguments(
                        caused(
                                new ConnectException("api.elevenlabs.io: Name or service not known"),
                                new UnknownHostException("api.elevenlabs.io: Name or service not known")),
                        "unknown host api.elevenlabs.io: Name or service not known"),
                arguments(
                        caused(
                                new ConnectException("Connection refused: /127.0.0.1:8766"),
                                new ConnectException("Connection refused")),
                        "Connection refused: /127.0.0.1:8766"),
                arguments(
                        caused(
                                new ConnectException(service),
                                suppressing(
                                        new ClosedChannelException(),
                                        new SSLHandshakeException(
                                                "Connection closed while TLS handshake was in progress"))),
                        service
                                + ": the connection was closed in the TLS handshake, as by a server that does not speak TLS"),
                arguments(
                        caused(
                                new ConnectException(service),
                                suppressing(
                                        new ClosedChannelException(),
                                        new NotSslRecordException("not an SSL/TLS record: 485454502f312e31"))),
                        service + ": what answers there does not speak TLS"),
                arguments(
                        caused(
                                new ConnectException("not an SSL/TLS record: 485454502f312e31"),
                                new NotSslRecordException("not an SSL/TLS record: 485454502f312e31")),
                        "what answers there does not speak TLS"),
                arguments(
                        caused(new ConnectException(service), new ClosedChannelException()),
                        service + ": ClosedChannelException"),
                arguments(
                        caused(
                                new ConnectException("finishConnect(..) failed: Connection refused: /127.0.0.1:9"),
                                new ConnectException(
                                        "finishConnect(..) failed with error(-111): Connection refused: /127.0.0.1:9")),
                        "Connection refused: /127.0.0.1:9"),
                arguments(new NoSuchFileException("/calls/1.wav"), "there is no file /calls/1.wav"),
                arguments(new AccessDeniedException("/calls/1.wav"), "this process may not access /calls/1.wav"),
                arguments(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                        "Connection reset by peer"),
                arguments(new IOException("it failed: twice"), "it failed: twice"),
                arguments(new ClosedChannelException(), "ClosedChannelException"),
                arguments(new TimeoutException(), "TimeoutException"),
                arguments(new IOException("  "), "IOException"),
                arguments(new IOException((String) null, new TimeoutException()), "TimeoutException"),
                arguments(
                        new CompletionException(
                                new ExecutionException(new CompletionException(new IOException("reset")))),
                        "reset"),
                arguments(new CompletionException(new ExecutionException(new TimeoutException())), "TimeoutException"),
                arguments(new CompletionException("only words", null), "only words"),
                arguments(new IOException("java.net.Fancy: is not repeated", null), "java.net.Fancy: is not repeated"),
                arguments(new IOException(new IOException("reset")), "reset"),
                arguments(new SSLHandshakeException("PKIX path building failed"), "PKIX path building failed"),
                arguments(
                        caused(
                                new SSLHandshakeException("General OpenSslEngine problem"),
                                new IOException("PKIX path building failed")),
                        "PKIX path building failed"),
                arguments(new SSLHandshakeException("General OpenSslEngine problem"), "General OpenSslEngine problem"),
                arguments(new AudioException("no audio", new IOException("a detail of it")), "no audio"),
                arguments(circle(), "first: second"),
                arguments(chain(5), "the end"),
                arguments(
                        new IOException("a", new IOException("b", new IOException("c", new IOException("d")))),
                        "a: b: c"));
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void the_reason_names_the_exception_and_its_message(Throwable failure, String reason) {
        assertThat(Reason.of(failure)).isEqualTo(reason);
        assertThat(SessionFailure.of(ErrorCode.CONNECTION_LOST, failure).detail())
                .isEqualTo(reason);
    }

    @Test
    void a_long_reason_is_cut() {
        IOException endless = new IOException("x".repeat(1_000_000));
        assertThat(Reason.of(endless)).hasSize(Printable.MAX_MESSAGE_LENGTH);
        assertThat(Reason.of(new IOException("the disk is gone", endless))).hasSizeLessThan(250);
    }

    @Test
    void an_endless_chain_of_causes_is_followed_for_a_while() {
        assertThat(Reason.of(chain(100_000))).isEqualTo("IOException");
    }

    @Test
    void a_class_without_a_name_is_named() {
        assertThat(Reason.of(new IOException() {})).startsWith("io.github.camelelevenlabs.stt.text.ReasonTest$");
    }
}
