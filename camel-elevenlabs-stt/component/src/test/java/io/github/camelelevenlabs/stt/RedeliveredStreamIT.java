package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.camelelevenlabs.stt.emulator.Fault;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.converter.stream.ByteArrayInputStreamCache;
import org.apache.camel.converter.stream.FileInputStreamCache;
import org.apache.camel.converter.stream.InputStreamCache;
import org.apache.camel.support.SimpleTypeConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A redelivered recording is read again if its body allows that; otherwise its message fails with that reason. */
class RedeliveredStreamIT extends SttRouteSupport {

    @TempDir
    static Path folder;

    /** A body that Camel converts to its only stream. */
    record Holder(InputStream stream) {}

    /** A body that Camel converts to a new stream each time. */
    record Source(byte[] bytes) {}

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext created = super.createCamelContext();
        created.getTypeConverterRegistry()
                .addTypeConverter(
                        InputStream.class,
                        Holder.class,
                        new SimpleTypeConverter(
                                false, (type, exchange, value) -> new BufferedInputStream(((Holder) value).stream())));
        created.getTypeConverterRegistry()
                .addTypeConverter(
                        InputStream.class,
                        Source.class,
                        new SimpleTypeConverter(
                                false, (type, exchange, value) -> new ByteArrayInputStream(((Source) value).bytes())));
        return created;
    }

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:twice")
                .streamCache("false")
                .errorHandler(
                        routes.defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0))
                .to("elevenlabs-stt:calls?maxReconnectAttempts=0");
        routes.from("direct:cached")
                .streamCache("true")
                .errorHandler(
                        routes.defaultErrorHandler().maximumRedeliveries(1).redeliveryDelay(0))
                .to("elevenlabs-stt:calls?maxReconnectAttempts=0");
    }

    private static void firstAttemptFails() {
        emulator.script().onConnection(1).onceStarted().fault(new Fault.HangUp());
    }

    private static Path file() throws IOException {
        return Files.write(Files.createTempFile(folder, "call", ".wav"), wav("one two"));
    }

    private static GenericFile<Object> remote(Object body) {
        GenericFile<Object> file = new GenericFile<>();
        file.setFile("ftp://somewhere");
        file.setFileName("call.wav");
        file.setBody(body);
        return file;
    }

    static Stream<Arguments> streams() throws IOException {
        return Stream.of(
                arguments("over bytes", new ByteArrayInputStream(wav("one two"))),
                arguments("of a file", new FileInputStream(file().toFile())),
                arguments("with a buffer", new BufferedInputStream(new FileInputStream(file().toFile()))),
                arguments("of a remote file", remote(new FileInputStream(file().toFile()))),
                arguments("made of something", new Holder(new FileInputStream(file().toFile()))),
                arguments(
                        "made of something that is empty then", new Holder(new ByteArrayInputStream(wav("one two")))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void a_stream_that_was_read_before_fails_its_message(String what, Object body) {
        firstAttemptFails();
        Exception failure = send("direct:twice", body).getException();
        assertThat(failure).hasMessageContaining("read already").hasMessageContaining("stream caching");
        assertThat(emulator.sessions()).as("nothing is sent of what is left").hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void a_piece_that_was_read_before_fails_its_message(String what, Object body) {
        Map<String, Object> key = Map.of(SESSION_KEY, "k", END_OF_AUDIO, true);
        firstAttemptFails();
        Exception failure = send("direct:twice", body, key).getException();
        assertThat(failure).hasMessageContaining("read already").hasMessageContaining("stream caching");
    }

    static Stream<Arguments> readAgain() throws IOException {
        byte[] audio = wav("one two");
        File spooled = file().toFile();
        return Stream.of(
                arguments("bytes", audio),
                arguments("a file", spooled),
                arguments("a cache over an array", new InputStreamCache(audio)),
                arguments("a cache over a stream", new ByteArrayInputStreamCache(new ByteArrayInputStream(audio))),
                arguments("a cache in a file", new FileInputStreamCache(spooled)),
                arguments("a remote file in memory", remote(audio)),
                arguments("made anew each time", new Source(audio)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readAgain")
    void a_body_that_can_be_read_again_is_transcribed_again(String what, Object body) {
        firstAttemptFails();
        assertThat(textOf(send("direct:twice", body))).isEqualTo("one two");
        assertThat(emulator.sessions()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readAgain")
    void a_piece_that_can_be_read_again_is_transcribed_again(String what, Object body) {
        firstAttemptFails();
        assertThat(textOf(send("direct:twice", body, Map.of(SESSION_KEY, "k", END_OF_AUDIO, true))))
                .isEqualTo("one two");
    }

    @Test
    void with_stream_caching_a_stream_can_be_read_again() throws Exception {
        firstAttemptFails();
        assertThat(textOf(send("direct:cached", new FileInputStream(file().toFile()))))
                .isEqualTo("one two");
    }

    @Test
    void a_stream_cache_is_read_from_its_beginning() throws Exception {
        InputStreamCache cache = new InputStreamCache(wav("one two"));
        assertThat(cache.readAllBytes()).isNotEmpty();
        assertThat(textOf(send("direct:twice", cache))).isEqualTo("one two");
    }

    @Test
    void the_same_stream_in_another_message_fails_that_message() throws Exception {
        ByteArrayInputStream stream = new ByteArrayInputStream(wav("one two"));
        assertThat(textOf(send("direct:twice", stream))).isEqualTo("one two");
        Exchange second = send("direct:twice", stream);
        assertThat(second.getException()).hasMessageContaining("read already");
    }
}
