package io.github.camelelevenlabs.stt.fetch;

import static io.github.camelelevenlabs.stt.fetch.HlsParserTest.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.camelelevenlabs.stt.fetch.HlsPlaylist.Master;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Master playlists: which variant and which sound track is selected. */
class HlsMasterPlaylistTest {

    private static String sound(String text) throws FetchException {
        WebUrl sound = ((Master) parse(text)).sound(TrackChoice.FIRST);
        return sound.site() + sound.path();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AVC1.4D401F", "Hvc1.2.4.L123", "vp9", "dvav.9.3, stpp.ttml.im1t", "vvc1.1.L65"})
    void a_video_only_variant_is_not_selected_however_its_codec_is_written(String codec) throws Exception {
        assertThat(sound("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS=\"" + codec + "\"\nfilm.m3u8\n"
                        + "#EXT-X-STREAM-INF:BANDWIDTH=2,CODECS=\"MP4A.40.2\"\nsound.m3u8"))
                .endsWith("/sound.m3u8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BANDWIDTH=x|BANDWIDTH=9|b",
                "PROGRAM-ID=1|BANDWIDTH=9|b",
                "BANDWIDTH=20|BANDWIDTH=9|b",
                "BANDWIDTH=20|AVERAGE-BANDWIDTH=9|b",
                "BANDWIDTH=20|bandwidth = \"+09\"|b",
                "BANDWIDTH=99999999999999999999|BANDWIDTH=18446744073709551615|b",
                "BANDWIDTH=-5|BANDWIDTH=9.5|b",
                "BANDWIDTH=x|PROGRAM-ID=1|a"
            })
    void a_variant_of_unknown_bandwidth_is_selected_last(String a, String b, String taken) throws Exception {
        assertThat(sound("#EXTM3U\n#EXT-X-STREAM-INF:" + a + "\na\n#EXT-X-STREAM-INF:" + b + "\nb"))
                .isEqualTo("https://radio.example/live/" + taken);
    }

    @Test
    void the_lowest_quality_with_sound_is_selected() throws Exception {
        String selected = sound("""
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=900000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360
                video.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=50000,CODECS="avc1.4d401e"
                silent.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=64000,CODECS="mp4a.40.5"
                audio.m3u8
                #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1000,URI="pictures.m3u8"
                """);
        assertThat(selected).isEqualTo("https://radio.example/live/audio.m3u8");
    }

    @Test
    void a_separate_audio_rendition_is_preferred_to_video() throws Exception {
        String selected = sound("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="low",NAME="Text",URI="text.m3u8",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="high",NAME="English",URI="high.m3u8",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="Deutsch",URI="de.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="English, UK",DEFAULT=YES,URI="en.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=9000000,AUDIO="high"
                1080.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=400000,CODECS="avc1.4d401e",AUDIO="low"
                240.m3u8
                """);
        assertThat(selected).isEqualTo("https://radio.example/live/en.m3u8");
    }

    @Test
    void the_default_rendition_is_the_first_and_the_others_follow_in_their_order() throws Exception {
        Master master = (Master) parse("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="de",URI="de.m3u8"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="b",LANGUAGE="it",URI="it.m3u8",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="en",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="fr",URI="fr.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="a"
                240.m3u8
                """);
        assertThat(master.sound(languages -> OptionalInt.of(languages.indexOf("fr")))
                        .path())
                .isEqualTo("/live/fr.m3u8");
        assertThat(master.sound(languages -> OptionalInt.of(languages.indexOf("en")))
                        .path())
                .isEqualTo("/live/240.m3u8");
        assertThat(master.sound(languages -> OptionalInt.of(1)).path()).isEqualTo("/live/de.m3u8");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> master.sound(languages -> OptionalInt.empty()))
                .withMessage("https://radio.example has no such sound track; it has 1 (en), 2 (de), 3 (fr)")
                .satisfies(failure -> assertThat(failure.isRetryable()).isFalse());
    }

    @Test
    void tracks_within_the_files_of_a_variant_are_the_choice_of_the_decoder() throws Exception {
        Master master = (Master) parse("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="en"
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",LANGUAGE="fr"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="a"
                240.m3u8
                """);
        assertThat(master.renditions()).isEmpty();
    }

    @Test
    void a_rendition_without_a_url_is_in_the_variant_itself() throws Exception {
        String selected = sound("""
                #EXTM3U
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",DEFAULT=YES
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="Comments",URI="comments.m3u8"
                #EXT-X-STREAM-INF:BANDWIDTH=400000,AUDIO="a"
                240.m3u8
                """);
        assertThat(selected).isEqualTo("https://radio.example/live/240.m3u8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TYPE=AUDIO,GROUP-ID=\"g\",URI=\"a,b=c.m3u8\"|a,b=c.m3u8",
                "type = audio , group-id = \"g\" , uri = \"x y.m3u8\"|x%20y.m3u8",
                "TYPE=\"AUDIO\",GROUP-ID=g,URI=x.m3u8|x.m3u8",
                "TYPE=AUDIO,GROUP-ID=\"g\",URI=\"\"|v.m3u8",
                " TYPE=AUDIO , GROUP-ID=\"g\" , URI=\"x.m3u8\"|x.m3u8",
                "junk,TYPE=AUDIO,=,lower=1,URI=\"x.m3u8\",GROUP-ID=\"g\",LAST=|x.m3u8",
                "URI=\"x.m3u8\",TYPE=AUDIO,GROUP-ID=\"g\",NAME=\"unclosed|x.m3u8"
            })
    void attributes_are_found_among_whatever_else_there_is(String attributes, String found) throws Exception {
        assertThat(sound("#EXTM3U\n#EXT-X-MEDIA:" + attributes + "\n#EXT-X-STREAM-INF:AUDIO=\"g\"\nv.m3u8"))
                .isEqualTo("https://radio.example/live/" + found);
    }
}
