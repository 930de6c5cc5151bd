package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderMissingException;
import io.github.camelelevenlabs.stt.fetch.FetchException;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.protocol.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.apache.camel.TypeConversionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The exception that a route gets for failures before a session or outside of one. */
class ElevenLabsSttExceptionTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                arguments(new AudioException("it is text"), "invalid_audio", false),
                arguments(new DecoderMissingException("no ffmpeg"), "decoder_missing", true),
                arguments(refusedUrl(), "invalid_audio", false),
                arguments(new IOException("the disk is gone"), "audio_source_failed", true),
                arguments(new IllegalArgumentException("header=x is not allowed"), "invalid_request", false),
                arguments(
                        new TypeConversionException("x", Boolean.class, new IllegalStateException()),
                        "invalid_request",
                        false),
                arguments(new RejectedExecutionException("stopped"), "stopped", true),
                arguments(new ArithmeticException("by zero"), "client_error", false),
                arguments(new OutOfMemoryError("heap"), "client_error", false));
    }

    private static FetchException refusedUrl() {
        try {
            WebUrl.parse("ftp://example.org/talk.wav");
        } catch (FetchException e) {
            return e;
        }
        throw new AssertionError("it was not refused");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void every_failure_has_a_type_and_a_retry_verdict(Throwable cause, String type, boolean retryable) {
        ElevenLabsSttException failure = SttFailures.INSTANCE.of(cause);
        assertThat(failure.getErrorType()).isEqualTo(type);
        assertThat(failure.isRetryable()).isEqualTo(retryable);
        assertThat(failure.getDetail()).isEqualTo(cause.getMessage());
        assertThat(failure).hasMessage(type + ": " + cause.getMessage()).hasCause(cause);
    }

    @Test
    void a_failure_without_a_session_has_no_id_and_no_text() {
        ElevenLabsSttException failure = SttFailures.INSTANCE.of(new AudioException("it is text"));
        assertThat(failure.getSessionId()).isNull();
        assertThat(failure.getCommittedText()).isEmpty();
        assertThat(failure.getCommittedThrough()).isZero();
    }

    @Test
    void wrapping_exceptions_are_removed() {
        IOException cause = new IOException("the disk is gone");
        Throwable carried = new CompletionException(new ExecutionException(new UncheckedIOException(cause)));
        assertThat(SttFailures.INSTANCE.of(carried).getCause()).isSameAs(cause);
    }

    @Test
    void an_exception_of_this_class_stays_the_same() {
        ElevenLabsSttException known = new ElevenLabsSttException(ErrorCode.STOPPED, "the consumer was stopped", null);
        assertThat(SttFailures.INSTANCE.of(new CompletionException(known))).isSameAs(known);
    }

    @Test
    void an_exception_without_a_message_is_described_by_its_class() {
        assertThat(SttFailures.INSTANCE.of(new IOException())).hasMessage("audio_source_failed: IOException");
    }

    @Test
    void every_exception_of_a_source_is_a_failure_of_the_source() {
        assertThat(SttFailures.INSTANCE
                        .ofSource(new IllegalArgumentException("odd"))
                        .getErrorType())
                .isEqualTo("audio_source_failed");
        assertThat(SttFailures.INSTANCE.ofSource(refusedUrl()).getErrorType()).isEqualTo("invalid_audio");
    }
}
