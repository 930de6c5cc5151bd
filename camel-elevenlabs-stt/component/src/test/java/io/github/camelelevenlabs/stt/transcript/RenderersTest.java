package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares rendered files with whole golden files. */
class RenderersTest {

    private static final Path SCHEMA =
            Path.of(System.getProperty("basedir", "."), "..", "..", "docs", "transcript.schema.json");

    private final ObjectMapper mapper = new ObjectMapper();

    static Stream<String> transcripts() {
        return Goldens.names();
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void renders_srt(String name) {
        Goldens.compare(name + ".srt", SrtRenderer.render(Goldens.transcript(name)));
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void renders_vtt(String name) {
        Goldens.compare(name + ".vtt", VttRenderer.render(Goldens.transcript(name)));
    }

    /** The golden file is formatted for people; only white space may differ. */
    @ParameterizedTest
    @MethodSource("transcripts")
    void renders_json(String name) throws IOException {
        assertThat(JsonRenderer.render(Goldens.transcript(name)))
                .isEqualTo(mapper.readTree(Goldens.read(name + ".json")).toString());
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void json_conforms_to_the_published_schema(String name) throws IOException {
        Transcript transcript = Goldens.transcript(name);
        assertThat(schema().validate(mapper.readTree(JsonRenderer.render(transcript))))
                .isEmpty();
        for (Segment segment : transcript.segments()) {
            assertThat(schema().validate(mapper.readTree(JsonRenderer.render(segment))))
                    .isEmpty();
        }
    }

    @Test
    void partials_conform_to_the_published_schema_and_are_marked() throws IOException {
        assertThat(JsonRenderer.renderPartial("the second", null))
                .isEqualTo("{\"text\":\"the second\",\"partial\":true}");
        JsonNode ofChannel = mapper.readTree(JsonRenderer.renderPartial("the second", 1));
        assertThat(ofChannel.get("channel").asInt()).isEqualTo(1);
        assertThat(schema().validate(ofChannel)).isEmpty();
    }

    @Test
    void the_schema_refuses_other_json() throws IOException {
        assertThat(schema().validate(mapper.readTree("{\"segments\":[{\"text\":\"no index\"}],\"text\":\"\"}")))
                .isNotEmpty();
        assertThat(schema().validate(mapper.readTree("{\"words\":[]}"))).isNotEmpty();
    }

    @Test
    void segments_rendered_one_by_one_make_the_same_file() {
        SrtRenderer srt = new SrtRenderer();
        VttRenderer vtt = new VttRenderer();
        StringBuilder srtFile = new StringBuilder();
        StringBuilder vttFile = new StringBuilder();
        Goldens.transcript("harbour").segments().forEach(segment -> {
            srtFile.append(srt.append(List.of(segment)));
            vttFile.append(vtt.append(List.of(segment)));
        });
        assertThat(srtFile).hasToString(Goldens.read("harbour.srt"));
        assertThat(vttFile).hasToString(Goldens.read("harbour.vtt"));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(Files.readString(SCHEMA));
    }
}
