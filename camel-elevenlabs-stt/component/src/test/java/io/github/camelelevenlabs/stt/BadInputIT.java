package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input fails its own message with the reason, and does not affect the next message. */
class BadInputIT extends SttRouteSupport {

    @TempDir
    static Path folder;

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording")
                .to("elevenlabs-stt:calls?connectTimeout=1000&transcriptTimeout=1000&maxReconnectAttempts=0");
        routes.from("direct:paced").to("elevenlabs-stt:calls?readRate=10&maxReconnectAttempts=0");
    }

    @AfterEach
    void the_next_message_is_unaffected() {
        emulator.reset();
        assertThat(textOf(send("direct:recording", wav("one two")))).isEqualTo("one two");
    }

    static Stream<Arguments> badBodies() throws IOException {
        byte[] wav = wav("one");
        byte[] text = "Meeting at five o'clock, do not be late".getBytes(StandardCharsets.UTF_8);
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }
        };
        return Stream.of(
                arguments("no body", null, "no audio"),
                arguments("no bytes", new byte[0], "no audio"),
                arguments("an empty stream", new ByteArrayInputStream(new byte[0]), "no audio"),
                arguments("an empty file", Files.write(folder.resolve("empty.wav"), new byte[0]), "no audio"),
                arguments(
                        "a file that is not there", new File("no-such-file.wav"), "there is no file no-such-file.wav"),
                arguments("a folder", folder, "the body is the folder " + folder),
                arguments("a string", "hello", "java.lang.String"),
                arguments("a map", Map.of("a", 1), "java.util."),
                arguments("a number", 42, "java.lang.Integer"),
                arguments("a WAV cut in its header", Arrays.copyOf(wav, 30), "WAV"),
                arguments("an mp3", new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, "MP3"),
                arguments("a stream that breaks", broken, "the disk is gone"),
                arguments("text in a file named wav", Files.write(folder.resolve("note.wav"), text), "WAV"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void a_body_that_is_no_audio_fails_with_a_message_that_names_it(String what, Object body, String named) {
        Map<String, Object> headers = body instanceof Path file
                ? Map.of(Exchange.FILE_NAME, file.getFileName().toString())
                : Map.of();
        Exception failure = send("direct:recording", body, headers).getException();
        boolean source = what.equals("a stream that breaks") || what.equals("a file that is not there");
        assertThat(failure)
                .isInstanceOfSatisfying(ElevenLabsSttException.class, refused -> {
                    assertThat(refused.getErrorType()).isEqualTo(source ? "audio_source_failed" : "invalid_audio");
                    assertThat(refused.isRetryable()).isEqualTo(source);
                    assertThat(refused.getCommittedText()).isEmpty();
                    assertThat(refused.getCommittedThrough()).isZero();
                })
                .hasMessageContaining(named);
        assertThat(emulator.sessions()).as("nothing was sent").isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void a_bad_piece_of_a_stream_fails_with_the_same_exception_class(String what, Object body, String named) {
        Map<String, Object> headers = new HashMap<>(Map.of(SESSION_KEY, what));
        if (body instanceof Path file) {
            headers.put(Exchange.FILE_NAME, file.getFileName().toString());
        }
        Exchange piece = send("direct:recording", body, headers);
        Exchange end = send("direct:recording", null, Map.of(SESSION_KEY, what, END_OF_AUDIO, true));
        assertThat(Stream.of(piece, end).map(Exchange::getException).filter(Objects::nonNull))
                .hasOnlyElementsOfType(ElevenLabsSttException.class)
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining(named));
    }

    @Test
    void a_wav_header_that_announces_too_many_bytes_is_accepted() {
        byte[] wav = wav("one two three");
        wav[40] = wav[41] = wav[42] = (byte) 0xFF;
        wav[43] = 0x7F;
        assertThat(textOf(send("direct:recording", wav))).isEqualTo("one two three");
    }

    @Test
    void half_a_sample_at_the_end_is_dropped() {
        byte[] pcm = Tones.pcm(16_000, "one two");
        assertThat(textOf(send("direct:recording", Arrays.copyOf(pcm, pcm.length - 1))))
                .isEqualTo("one two");
    }

    @ParameterizedTest
    @CsvSource({
        AUDIO_FORMAT + ", mp3, pcm_16000",
        LANGUAGE_CODE + ", en-US, write en",
        OUTPUT_FORMAT + ", pdf, transcript",
        END_OF_AUDIO + ", perhaps, true or false",
    })
    void an_invalid_header_value_fails_with_the_allowed_values(String header, String value, String allowed) {
        Map<String, Object> headers =
                header.equals(END_OF_AUDIO) ? Map.of(header, value, SESSION_KEY, "k") : Map.of(header, value);
        assertThat(send("direct:recording", wav("one"), headers).getException())
                .isInstanceOfSatisfying(ElevenLabsSttException.class, refused -> {
                    assertThat(refused.getErrorType()).isEqualTo("invalid_request");
                    assertThat(refused.isRetryable()).isFalse();
                    assertThat(refused.getSessionId()).isNull();
                    assertThat(refused).hasCauseInstanceOf(IllegalArgumentException.class);
                })
                .hasMessageContaining(header + "=" + value)
                .hasMessageContaining(allowed);
    }

    @Test
    void a_token_that_a_bean_gives_with_its_line_break_is_refused_and_not_shown() throws Exception {
        Supplier<String> tokens = () -> "sutkn_4d\n";
        context.getRegistry().bind("tokens", Supplier.class, (Object) tokens);
        addRoutes(routes ->
                routes.from("direct:token").to("elevenlabs-stt:calls?token=#bean:tokens&maxReconnectAttempts=0"));
        assertThat(send("direct:token", wav("one")).getException())
                .hasMessageContaining("the token that the bean gave ends with a line break; give it without")
                .message()
                .doesNotContain("4d");
    }

    @Test
    void a_refused_key_is_reported_once_and_does_not_appear() throws Exception {
        addRoutes(routes -> routes.from("direct:wrong-key").to("elevenlabs-stt:calls?apiKey=sk_wrong_key"));
        Exception failure = send("direct:wrong-key", wav("one")).getException();
        assertThat(failure).isInstanceOfSatisfying(ElevenLabsSttException.class, refused -> {
            assertThat(refused.getErrorType()).isEqualTo("auth_error");
            assertThat(refused.isRetryable()).isFalse();
            assertThat(refused.getDetail()).isEqualTo("You must be authenticated to use this endpoint.");
            assertThat(refused.getSessionId()).isNotBlank();
        });
        assertThat(failure).hasMessageContaining("check apiKey").hasMessageNotContaining("sk_wrong_key");
        assertThat(emulator.sessions()).hasSize(1);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                arguments(new Fault.DropConnection(), "connection_lost", true),
                arguments(new Fault.CloseWith(1000, ""), "idle_timeout", true),
                arguments(new Fault.CloseWith(1011, "internal"), "server_closed", true),
                arguments(new Fault.CloseWith(1008, "policy"), "policy_violation", false),
                arguments(
                        new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1000),
                        "quota_exceeded",
                        false),
                arguments(
                        new Fault.SendError("payment_issue", "The last payment failed.").andClose(1000),
                        "quota_exceeded",
                        false),
                arguments(new Fault.CloseWith(1000, "payment_issue"), "quota_exceeded", false),
                arguments(new Fault.SendError("transcriber_error", "oops").andClose(1011), "transcriber_error", true));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void a_failed_session_reports_the_text_committed_before(Fault fault, String type, boolean retryable) {
        emulator.script().afterAudio(ofSeconds(4)).fault(fault);
        byte[] audio =
                Tones.at(16_000).say("one two").pause(ofSeconds(5)).say("three").wav();
        Exception failure = send("direct:paced", audio).getException();
        assertThat(failure).isInstanceOfSatisfying(ElevenLabsSttException.class, died -> {
            assertThat(died.getErrorType()).isEqualTo(type);
            assertThat(died.isRetryable()).isEqualTo(retryable);
            assertThat(died.getCommittedText()).isEqualTo("one two");
            assertThat(died.getCommittedThrough()).isBetween(400L, 700L);
        });
    }

    static Stream<Arguments> deadServices() {
        return Stream.of(
                arguments(new Fault.RefuseHandshake(401), "auth_error"),
                arguments(new Fault.RefuseHandshake(402), "quota_exceeded"),
                arguments(new Fault.RefuseHandshake(429), "rate_limited"),
                arguments(new Fault.RefuseHandshake(500), "connect_failed"),
                arguments(new Fault.NeverStart(), "connect_timeout"));
    }

    @ParameterizedTest
    @MethodSource("deadServices")
    void a_service_that_starts_no_session_is_reported(Fault fault, String type) {
        emulator.script().onEveryConnection().fault(fault);
        assertThat(send("direct:recording", wav("one")).getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo(type));
    }

    @Test
    void waiting_for_the_last_transcript_has_a_limit() {
        emulator.script().onCommit(1).fault(new Fault.SwallowCommitAnswer());
        assertThat(send("direct:recording", wav("one")).getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("transcript_timeout"));
    }

    @Test
    void a_refused_connection_is_reported() throws Exception {
        addRoutes(routes -> routes.from("direct:nowhere")
                .to("elevenlabs-stt:calls?baseUrl=ws://127.0.0.1:1&maxReconnectAttempts=0"));
        assertThat(send("direct:nowhere", wav("one")).getException())
                .hasMessageContaining("connect_failed")
                .hasMessageContaining("check baseUrl");
    }

    @Override
    boolean expectsViolations() {
        return true;
    }
}
