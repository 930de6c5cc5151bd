package io.github.camelelevenlabs.stt.docs.recipes;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.docs.Page;
import io.github.camelelevenlabs.stt.docs.Repository;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/**
 * The samples of {@code docs/transcripts.md}. Those of output are golden files, and are written with
 * {@code -Ddocs.update=true}; the Java routes stand here, the YAML one is read from the page, and all are run.
 */
class TranscriptsDocsTest extends RecipeSupport {

    private static final Page PAGE = Page.ofDocs("transcripts.md");
    private static final Path GOLDENS =
            Repository.ROOT.resolve("camel-elevenlabs-stt/component/src/test/resources/golden");

    private static final Pattern OUTPUT_SAMPLE =
            Pattern.compile("(<!-- sample: (\\S+) -->\n```\\w+\n)(?:.*\n)*?```", Pattern.MULTILINE);

    @Test
    void the_output_samples_are_rendered_by_the_component() throws IOException {
        String page = PAGE.text();
        Matcher samples = OUTPUT_SAMPLE.matcher(page);
        assertThat(samples.results().count()).isGreaterThan(5);
        String rendered = samples.replaceAll(
                sample -> Matcher.quoteReplacement(sample.group(1) + output(sample.group(2)) + "\n```"));
        if (Boolean.getBoolean("docs.update")) {
            Files.writeString(PAGE.file(), rendered);
        } else {
            assertThat(page).isEqualTo(rendered);
        }
    }

    private static String output(String file) {
        try {
            if (file.endsWith(".txt")) {
                Path transcript = GOLDENS.resolve(file.replace(".txt", ".json"));
                return new ObjectMapper()
                        .readValue(transcript.toFile(), Transcript.class)
                        .text();
            }
            return Files.readString(GOLDENS.resolve(file)).stripTrailing();
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    @Test
    void the_java_routes_behave_as_documented() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:{{inbox}}?includeExt=wav,mp3,mp4&readLock=changed")
                        .to("elevenlabs-stt:subtitles?outputFormat=srt")
                        .to("file:{{outbox}}?fileName=${file:name.noext}.srt");

                from("elevenlabs-stt:news?outputFormat=vtt")
                        .to("file:{{outbox}}?fileName=${header.CamelElevenlabsSttSessionId}.vtt&fileExist=Append");

                from("direct:recording")
                        .to("elevenlabs-stt:calls?outputFormat=transcript&includeTimestamps=true")
                        .transformDataType("elevenlabs-stt:text-vtt")
                        .to("file:{{outbox}}?fileName=${header.callId}.vtt");

                from("direct:news").to("elevenlabs-stt:news");
            }
        });
        start();
        drop("a.wav", wav("one two"));
        await().until(() -> Files.exists(inbox.resolve(".camel/a.wav")));
        assertThat(Files.readString(outbox.resolve("a.srt")))
                .startsWith("1\n00:00:00,")
                .endsWith("\none two\n\n");

        Exchange news = send(
                "direct:news",
                Tones.at(16_000).say("one").pause(ofSeconds(3)).say("two").wav(),
                Map.of());
        String sessionId = news.getMessage().getHeader(ElevenLabsSttConstants.SESSION_ID, String.class);
        assertThat(Files.readString(outbox.resolve(sessionId + ".vtt")))
                .matches("WEBVTT\n\n00:00:00\\..*\none\n\n00:00:03\\..*\ntwo\n\n");
        aRecordingBecomesVtt();
    }

    @Test
    void the_yaml_route_behaves_as_documented() throws Exception {
        addRoutes(PAGE, "yaml");
        start();
        aRecordingBecomesVtt();
    }

    private void aRecordingBecomesVtt() throws IOException {
        assertThat(send("direct:recording", wav("three four"), Map.of("callId", "17"))
                        .getException())
                .isNull();
        assertThat(Files.readString(outbox.resolve("17.vtt")))
                .startsWith("WEBVTT\n\n")
                .endsWith("\nthree four\n\n");
    }
}
