package io.github.camelelevenlabs.stt.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser shows our subtitles: every VTT file is loaded as the track of a video. */
@Tag("full")
class SubtitlesInBrowserIT {

    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    /** A page that lists the cues of all tracks: start, end and text, by the name of the track. */
    private static final String PAGE = """
            <!doctype html>
            <meta charset="utf-8">
            <video>%s</video>
            <pre id="shown"></pre>
            <script>
              const shown = {};
              const tracks = [...document.querySelectorAll('track')];
              for (const track of tracks) {
                track.track.mode = 'hidden';
                track.onerror = () => { shown[track.label] = 'refused'; };
                track.onload = () => {
                  shown[track.label] = [...track.track.cues].map(
                      cue => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]);
                  if (Object.keys(shown).length === tracks.length) {
                    const json = new TextEncoder().encode(JSON.stringify(shown));
                    document.getElementById('shown').textContent = btoa(String.fromCharCode(...json));
                  }
                };
              }
            </script>
            """;

    private static final Pattern SHOWN = Pattern.compile("<pre id=\"shown\">([^<]+)</pre>");

    @TempDir
    private Path folder;

    @Test
    void a_browser_shows_every_cue_when_it_should_and_with_its_text() throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "skipped: no browser on the PATH; one of " + BROWSERS + " is needed");
        JsonNode shown = shownBy(browser.get());
        Map<String, List<String>> expected = new TreeMap<>();
        Map<String, List<String>> actual = new TreeMap<>();
        for (String name : Goldens.names().toList()) {
            expected.put(
                    name,
                    new CueTrack()
                            .add(Goldens.transcript(name).segments()).stream()
                                    .map(cue -> cue.startTime() + " " + cue.endTime() + " "
                                            + String.join("\n", cue.lines()))
                                    .toList());
            List<String> cues = new ArrayList<>();
            shown.get(name)
                    .forEach(cue -> cues.add(Math.round(cue.get(0).asDouble() * 1_000) + " "
                            + Math.round(cue.get(1).asDouble() * 1_000) + " "
                            + cue.get(2).asText()));
            actual.put(name, cues);
        }
        assertThat(actual).isEqualTo(expected);
    }

    private JsonNode shownBy(Path browser) throws IOException, InterruptedException {
        StringBuilder tracks = new StringBuilder();
        Goldens.names()
                .forEach(name -> tracks.append("<track label=\"")
                        .append(name)
                        .append("\" src=\"data:text/vtt;base64,")
                        .append(base64(Goldens.read(name + ".vtt")))
                        .append("\">\n"));
        Path page = Files.writeString(folder.resolve("page.html"), PAGE.formatted(tracks));
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        Matcher shown = SHOWN.matcher(Files.readString(dom));
        assertThat(shown.find())
                .as("%s%n%s", Files.readString(dom), Files.readString(folder.resolve("errors")))
                .isTrue();
        return new ObjectMapper().readTree(Base64.getDecoder().decode(shown.group(1)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<Path> browser() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
