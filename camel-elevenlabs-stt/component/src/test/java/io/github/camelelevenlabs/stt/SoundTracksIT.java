package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_TRACK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The choice of the sound track, and errors about missing tracks. */
class SoundTracksIT extends SttRouteSupport {

    /** The first track contains all words, the second those after the second word, the third those after the third. */
    private static final String TRACKS = " -filter_complex"
            + " [0:a]asplit=3[a][b][c];[b]atrim=start=0.8,asetpts=PTS-STARTPTS[d];[c]atrim=start=1.2,asetpts=PTS-STARTPTS[e]"
            + " -map [a] -map [d] -map [e]"
            + " -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger -metadata:s:a:2 language=fra";

    private static final byte[] SAID = Tones.at(48_000)
            .pace(Duration.ofMillis(200), Duration.ofMillis(200))
            .say("one two three four")
            .wav();

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:first").to("elevenlabs-stt:calls");
        routes.from("direct:second").to("elevenlabs-stt:calls?audioTrack=2");
        routes.from("direct:french").to("elevenlabs-stt:calls?audioTrack=fr");
    }

    private static byte[] film(String format) {
        String[] parts = format.split(" ", 2);
        return Encoder.encode(SAID, parts[0], parts[1] + TRACKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv -c:a libopus", "mp4 -c:a aac", "ts -c:a mp2"})
    void the_first_track_is_transcribed_unless_another_is_chosen(String format) {
        byte[] film = film(format);
        assertThat(textOf(send("direct:first", film))).isEqualTo("one two three four");
        assertThat(textOf(send("direct:second", film))).isEqualTo("three four");
        assertThat(textOf(send("direct:french", film))).isEqualTo("four");
    }

    @ParameterizedTest
    @CsvSource({
        "1,   one two three four",
        "2,   three four",
        "eng, one two three four",
        "en,  one two three four",
        "de,  three four",
        "deu, three four",
        "ger, three four",
        "GER, three four",
        "fra, four",
        "fre, four",
        "fr,  four"
    })
    void a_header_chooses_a_track_by_number_or_language_code(String track, String words) {
        assertThat(textOf(send("direct:second", film("mkv -c:a libopus"), Map.of(AUDIO_TRACK, track))))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"de-AT", "ger-x-own", "DE", "deu"})
    void a_language_with_a_region_matches_the_language(String language) {
        byte[] film = Encoder.encode(SAID, "mkv", "-c:a libopus" + TRACKS + " -metadata:s:a:1 language=" + language);
        assertThat(textOf(send("direct:first", film, Map.of(AUDIO_TRACK, "de"))))
                .isEqualTo("three four");
    }

    @Test
    void films_in_a_folder_become_subtitles_in_one_language(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve("harbour.mkv"), film("mkv -c:a libopus"));
        Properties properties = new Properties();
        properties.setProperty("films", folder.toString());
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("file:{{films}}?include=.*\\.mkv&noop=true")
                        .to("elevenlabs-stt:films?audioTrack=fr&outputFormat=srt")
                        .to("file:{{films}}?fileName=${file:name.noext}.srt");
            }
        });
        Path subtitles = folder.resolve("harbour.srt");
        await().until(() -> Files.exists(subtitles) && Files.size(subtitles) > 0);
        assertThat(Files.readString(subtitles)).endsWith("\nfour\n\n").doesNotContain("three");
    }

    @ParameterizedTest
    @CsvSource({"4, 4", "es, in es/spa"})
    void a_missing_track_fails_with_a_list_of_the_tracks(String track, String named) {
        assertThat(send(
                                "direct:first",
                                film("mkv -c:a libopus"),
                                Map.of(AUDIO_TRACK, track, Exchange.FILE_NAME, "film.mkv"))
                        .getException())
                .hasMessageContaining(
                        "invalid_audio: film.mkv has no sound track " + named + "; it has 1 (eng), 2 (ger), 3 (fra)");
    }

    @Test
    void a_recording_of_samples_has_one_track() {
        assertThat(textOf(send("direct:first", SAID, Map.of(AUDIO_TRACK, "1")))).isEqualTo("one two three four");
        assertThat(send("direct:second", SAID).getException())
                .hasMessageContaining("the audio has no sound track 2; it has 1, without a language");
        assertThat(send("direct:first", SAID, Map.of(AUDIO_TRACK, "en")).getException())
                .hasMessageContaining("the audio has no sound track in en/eng; it has 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "100", "e", "english", "en?", "0:a:1", "1 -i /etc/passwd"})
    void an_audio_track_that_is_no_number_or_language_is_refused(String track) {
        assertThatThrownBy(() -> context.getEndpoint("elevenlabs-stt:calls?audioTrack=RAW(" + track + ")"))
                .hasStackTraceContaining("audioTrack=" + track + " is no sound track");
        assertThat(send("direct:first", SAID, Map.of(AUDIO_TRACK, track)).getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CamelElevenlabsSttAudioTrack=" + track);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4 -c:v mpeg4", "mkv -c:v mpeg4", "ts -c:v mpeg2video -r 25", "avi -c:v mpeg4"})
    void a_film_without_sound_fails_with_that_reason(String format) {
        String[] parts = format.split(" ", 2);
        byte[] silent = Encoder.encode(SAID, parts[0], "-f lavfi -i color=size=64x48 -map 1:v -t 1 " + parts[1]);
        String name = "film." + parts[0];
        assertThat(send("direct:first", silent, Map.of(Exchange.FILE_NAME, name))
                        .getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("invalid_audio"))
                .hasMessageContaining(name + " has no sound track");
    }

    @Test
    void an_unfinished_mp4_fails_with_that_reason() {
        byte[] whole = Encoder.encode(SAID, "m4a", "-c:a aac");
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        assertThat(send("direct:first", cut, Map.of(Exchange.FILE_NAME, "talk.m4a"))
                        .getException())
                .hasMessageContaining(
                        "talk.m4a has no index (moov): its recording was not finished, or the file is cut off");
    }

    /** QuickTime and editors write such atoms. */
    @ParameterizedTest
    @ValueSource(strings = {"skip", "free", "wide", "pnot", "uuid", "skip wide", "free uuid pnot wide", "skip big"})
    void a_mov_may_begin_with_padding_atoms(String atoms) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String atom : atoms.split(" ")) {
            int length = atom.equals("wide") ? 8 : atom.equals("big") ? 1_500_000 : 40;
            String type = atom.equals("big") ? "free" : atom;
            out.writeBytes(ByteBuffer.allocate(length)
                    .putInt(length)
                    .put(type.getBytes(StandardCharsets.US_ASCII))
                    .array());
        }
        byte[] front = out.toByteArray();
        // The offsets are relative to each fragment, so that the file may be moved.
        byte[] mov =
                Encoder.encode(SAID, "mov", "-c:a pcm_s16be -movflags +frag_keyframe+empty_moov+default_base_moof");
        byte[] whole = Arrays.copyOf(front, front.length + mov.length);
        System.arraycopy(mov, 0, whole, front.length, mov.length);
        assertThat(textOf(send("direct:first", whole))).isEqualTo("one two three four");
    }
}
