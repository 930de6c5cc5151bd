package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.JsonRenderer;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.SrtRenderer;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import io.github.camelelevenlabs.stt.transcript.VttRenderer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.dataformat.JsonLibrary;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The output formats of transcripts, and conversions between them. */
class OutputFormatIT extends SttRouteSupport {

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("direct:records").to("elevenlabs-stt:calls?outputFormat=transcript&includeTimestamps=true");
    }

    private static byte[] twoSentences() {
        return Tones.at(16_000).say("one two").pause(ofSeconds(3)).say("three").wav();
    }

    @SuppressWarnings("unchecked")
    private static Transcript transcript(Exchange result) {
        return new Transcript(result.getMessage().getHeader(SEGMENTS, List.class));
    }

    @Test
    void a_recording_becomes_a_subtitle_file_with_the_times_of_its_words() {
        Exchange result = send("direct:recording", twoSentences(), Map.of(OUTPUT_FORMAT, "srt"));
        assertThat(transcript(result).words()).hasSize(3);
        assertThat(textOf(result)).isEqualTo(SrtRenderer.render(transcript(result)));
        assertThat(result.getMessage().getBody(String.class))
                .matches(
                        "1\n00:00:00,\\d+ --> 00:00:01,\\d+\none two\n\n2\n00:00:03,\\d+ --> 00:00:04,\\d+\nthree\n\n");
    }

    @Test
    void a_recording_becomes_a_vtt_file() {
        Exchange result = send("direct:recording", twoSentences(), Map.of(OUTPUT_FORMAT, "vtt"));
        assertThat(textOf(result)).isEqualTo(VttRenderer.render(transcript(result)));
        assertThat(result.getMessage().getBody(String.class))
                .matches("WEBVTT\n\n00:00:00\\.\\d+ --> .*\none two\n\n00:00:03\\.\\d+ --> .*\nthree\n\n");
    }

    @Test
    void json_contains_words_when_requested() throws Exception {
        Exchange result = send("direct:recording", twoSentences(), Map.of(OUTPUT_FORMAT, "json"));
        JsonNode json = mapper.readTree(result.getMessage().getBody(String.class));
        assertThat(json.get("text").asText()).isEqualTo("one two three");
        assertThat(json.get("segments"))
                .hasSize(2)
                .allSatisfy(segment -> assertThat(segment.has("words")).isFalse());

        addRoutes(routes ->
                routes.from("direct:words").to("elevenlabs-stt:calls?outputFormat=json&includeTimestamps=true"));
        Exchange withWords = send("direct:words", twoSentences());
        assertThat(textOf(withWords)).isEqualTo(JsonRenderer.render(transcript(withWords)));
        JsonNode word =
                mapper.readTree(withWords.getMessage().getBody(String.class)).at("/segments/1/words/0");
        assertThat(word.get("text").asText()).isEqualTo("three");
        assertThat(word.get("start").asDouble()).isBetween(3.3, 3.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"srt", "vtt"})
    void the_cues_of_a_consumer_appended_are_the_file(String format) throws Exception {
        addRoutes(routes -> {
            routes.from("direct:live").to("elevenlabs-stt:live?outputFormat=" + format);
            routes.from("elevenlabs-stt:live?outputFormat=" + format).to("mock:cues");
        });
        mock("cues").expectedMessageCount(2);
        Exchange result = send("direct:live", twoSentences());
        mock("cues").assertIsSatisfied();
        assertThat(bodies("cues")).hasToString(result.getMessage().getBody(String.class));
    }

    @Test
    void a_consumer_that_writes_subtitles_requests_word_times() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:text").to("elevenlabs-stt:captioned");
            routes.from("elevenlabs-stt:captioned?outputFormat=vtt").to("mock:cues");
        });
        mock("cues").expectedMessageCount(2);
        assertThat(textOf(send("direct:text", twoSentences()))).isEqualTo("one two three");
        mock("cues").assertIsSatisfied();
        assertThat(bodies("cues")).containsPattern("\n00:00:03\\.\\d+ --> .*\nthree\n");
    }

    @Test
    void every_consumer_numbers_the_cues_of_each_session_from_one() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:numbered").to("elevenlabs-stt:numbered");
            routes.from("elevenlabs-stt:numbered?outputFormat=srt").to("mock:cues");
        });
        mock("cues").expectedMessageCount(2);
        send("direct:numbered", wav("one"));
        send("direct:numbered", wav("two"));
        mock("cues").assertIsSatisfied();
        assertThat(mock("cues").getExchanges())
                .extracting(exchange -> exchange.getIn().getBody(String.class).substring(0, 2))
                .containsExactly("1\n", "1\n");
    }

    @Test
    void partials_are_rendered_as_json_and_marked() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:partials").to("elevenlabs-stt:partials?readRate=20");
            routes.from("elevenlabs-stt:partials?includePartials=true&outputFormat=json")
                    .to("mock:json");
            routes.from("elevenlabs-stt:partials?includePartials=true&outputFormat=srt")
                    .to("mock:srt");
        });
        String words =
                "one two three four five six seven eight nine zero ".repeat(2).strip();
        send("direct:partials", wav(words));
        JsonNode partial = mapper.readTree(partial("json"));
        assertThat(partial.get("partial").asBoolean()).isTrue();
        assertThat(words).startsWith(partial.get("text").asText());
        assertThat(words).as("nothing is known of its times").startsWith(partial("srt"));
        assertThat(mapper.readTree(last("json")).get("text").asText()).isEqualTo(words);
        assertThat(last("srt")).startsWith("1\n00:00:00,");
    }

    private String partial(String mock) {
        return mock(mock).getExchanges().stream()
                .filter(exchange -> "partial_transcript".equals(exchange.getIn().getHeader(MESSAGE_TYPE)))
                .map(exchange -> exchange.getIn().getBody(String.class))
                .findFirst()
                .orElseThrow();
    }

    private String last(String mock) {
        List<Exchange> received = mock(mock).getExchanges();
        return received.get(received.size() - 1).getIn().getBody(String.class);
    }

    @Test
    void a_stream_becomes_subtitles_when_its_messages_request_them() {
        Map<String, Object> headers = Map.of(SESSION_KEY, "call", OUTPUT_FORMAT, "vtt");
        send("direct:recording", wav("four "), headers);
        Exchange result = send(
                "direct:recording", wav("five"), Map.of(SESSION_KEY, "call", OUTPUT_FORMAT, "vtt", END_OF_AUDIO, true));
        assertThat((String) textOf(result)).startsWith("WEBVTT\n\n00:00:00.").endsWith("\nfour five\n\n");
    }

    @Test
    void marshal_json_gives_the_json_of_the_component() throws Exception {
        addRoutes(routes -> routes.from("direct:marshal")
                .to("direct:records")
                .marshal()
                .json(JsonLibrary.Jackson)
                .convertBodyTo(String.class)
                .setProperty("json", routes.body())
                .unmarshal()
                .json(JsonLibrary.Jackson, Transcript.class));
        Exchange result = send("direct:marshal", twoSentences());
        Transcript transcript = result.getMessage().getBody(Transcript.class);
        assertThat(result.getProperty("json", String.class)).isEqualTo(JsonRenderer.render(transcript(result)));
        assertThat(transcript.text()).isEqualTo("one two three");
        assertThat(transcript.words().get(2).startTime())
                .isEqualTo(transcript(result).words().get(2).startTime());
    }

    @Test
    void simple_reaches_into_records() throws Exception {
        addRoutes(routes -> {
            routes.from("direct:simple")
                    .to("direct:records")
                    .setBody(routes.simple(
                            "${body.words[0].text}, ${body.words[0].startTime}, ${body.segments[1].text}"));
            routes.from("elevenlabs-stt:calls?outputFormat=transcript")
                    .setBody(routes.simple("${body.words[0].text} ${body.index}"))
                    .to("mock:first-words");
        });
        mock("first-words").expectedBodiesReceived("one 0", "three 1");
        assertThat(textOf(send("direct:simple", twoSentences()))).isEqualTo("one, 0, three");
        mock("first-words").assertIsSatisfied();
    }

    @Test
    void records_convert_to_plain_text_as_strings_and_to_json_as_bytes() throws Exception {
        Exchange result = send("direct:records", wav("one"));
        Transcript transcript = result.getMessage().getBody(Transcript.class);
        Segment segment = transcript.segments().get(0);
        for (Object body : List.of(transcript, segment)) {
            result.getMessage().setBody(body);
            String json = body == segment ? JsonRenderer.render(segment) : JsonRenderer.render(transcript);
            assertThat(result.getMessage().getBody(String.class)).isEqualTo("one");
            assertThat(result.getMessage().getBody(byte[].class)).isEqualTo(json.getBytes(StandardCharsets.UTF_8));
            try (InputStream stream = result.getMessage().getBody(InputStream.class)) {
                assertThat(stream).hasContent(json);
            }
        }
    }

    @Test
    void a_transcript_as_body_is_refused_as_audio() throws Exception {
        addRoutes(routes -> routes.from("direct:twice").to("direct:records").to("elevenlabs-stt:calls"));
        assertThat(send("direct:twice", wav("one")).getException())
                .hasMessageContaining("the body is a " + Transcript.class.getName() + ": it is a transcript already");
    }

    @ParameterizedTest
    @CsvSource({
        "application-json, application/json",
        "text-srt, application/x-subrip",
        "text-vtt, text/vtt",
        "text-plain, text/plain",
    })
    void data_types_make_documents_of_transcripts_and_segments(String type, String contentType) throws Exception {
        addRoutes(routes -> {
            routes.from("direct:typed")
                    .to("elevenlabs-stt:typed?outputFormat=transcript&includeTimestamps=true")
                    .transformDataType("elevenlabs-stt:" + type);
            routes.from("elevenlabs-stt:typed?outputFormat=transcript")
                    .setProperty("segment", routes.body())
                    .transformDataType("elevenlabs-stt:" + type)
                    .to("mock:documents");
        });
        mock("documents").expectedMessageCount(2);
        Exchange result = send("direct:typed", twoSentences());
        assertThat(textOf(result)).isEqualTo(document(type, transcript(result)));
        assertThat(result.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo(contentType);
        mock("documents").assertIsSatisfied();
        Exchange second = mock("documents").getExchanges().get(1);
        Segment segment = second.getProperty("segment", Segment.class);
        assertThat(second.getIn().getBody())
                .isEqualTo(
                        type.equals("application-json")
                                ? JsonRenderer.render(segment)
                                : document(type, new Transcript(List.of(segment))));
    }

    private static String document(String type, Transcript transcript) {
        return switch (type) {
            case "application-json" -> JsonRenderer.render(transcript);
            case "text-srt" -> SrtRenderer.render(transcript);
            case "text-vtt" -> VttRenderer.render(transcript);
            default -> transcript.text();
        };
    }

    @Test
    void data_types_work_in_yaml() throws Exception {
        String route = """
                - route:
                    from:
                      uri: direct:yaml
                      steps:
                        - to:
                            uri: elevenlabs-stt:yaml
                            parameters:
                              outputFormat: transcript
                              includeTimestamps: true
                        - transformDataType:
                            toType: "elevenlabs-stt:text-vtt"
                """;
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("routes.yaml", route));
        Exchange result = send("direct:yaml", wav("one two"));
        assertThat(textOf(result)).isEqualTo(VttRenderer.render(transcript(result)));
    }

    @Test
    void a_data_type_refuses_other_bodies_by_name() throws Exception {
        addRoutes(routes ->
                routes.from("direct:untyped").to("elevenlabs-stt:calls").transformDataType("elevenlabs-stt:text-srt"));
        assertThat(send("direct:untyped", wav("one")).getException())
                .hasStackTraceContaining(
                        "elevenlabs-stt:text-srt is made of a Transcript or a Segment, and the body is a"
                                + " java.lang.String; set outputFormat=transcript on the elevenlabs-stt endpoint before it");
    }

    private String bodies(String mock) {
        return mock(mock).getExchanges().stream()
                .map(exchange -> exchange.getIn().getBody(String.class))
                .collect(Collectors.joining());
    }
}
