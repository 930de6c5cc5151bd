package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.END_OF_AUDIO;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SESSION_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that consist of parts in different formats. */
class ChangingFormatIT extends ChangingFormatSupport {

    /** The length of the pieces of a stream, in bytes. */
    private static final int PIECE = 700;

    @ParameterizedTest
    @CsvSource({
        "mp3 -c:a libmp3lame,                     aac -c:a aac",
        "aac -c:a aac,                            mp3 -c:a libmp3lame",
        "mp3 -c:a libmp3lame -ar 44100,           mp3 -c:a libmp3lame -ar 22050",
        "mp3 -c:a libmp3lame -ac 1,               mp3 -c:a libmp3lame -ac 2",
        "mp3 -c:a libmp3lame,                     mp2 -c:a mp2",
        "aac -c:a aac -ar 44100 -ac 1,            aac -c:a aac -ar 22050 -ac 2",
        "aac -c:a aac,                            ts -c:a aac",
        "ts -c:a aac,                             aac -c:a aac",
        "ts -c:a aac,                             ts -c:a mp2",
        "ts -c:a aac,                             ts -c:a aac -streamid 0:600",
        "ts -c:a aac,                             mp4 -c:a aac -movflags +frag_keyframe+empty_moov",
        "mp4 -c:a aac -movflags +frag_keyframe+empty_moov, ts -c:a aac",
        "mp4 -c:a aac -movflags +frag_keyframe+empty_moov, mp4 -c:a libmp3lame -movflags +frag_keyframe+empty_moov",
        "m4a -c:a aac,                            m4a -c:a alac -ar 22050",
        "m4a -c:a aac,                            mp3 -c:a libmp3lame",
        "ogg -c:a libopus,                        ogg -c:a vorbis -strict -2 -ac 2",
        "ogg -c:a libopus,                        ogg -c:a libopus -ac 2",
        "ogg -c:a flac,                           mp3 -c:a libmp3lame",
        "flac -c:a flac,                          mp3 -c:a libmp3lame",
        "flac -c:a flac,                          flac -c:a flac -ar 22050 -ac 2",
        "webm -c:a libopus,                       webm -c:a libopus -ac 2",
        "webm -c:a libopus,                       ogg -c:a libopus",
        "mp3 -c:a libmp3lame,                     wav -c:a pcm_s16le",
        "mp3 -c:a libmp3lame,                     wav -c:a pcm_s24le -ar 44100 -ac 2",
        "mp3 -c:a libmp3lame,                     wav -c:a pcm_s16le -ar 8000 -bitexact",
        "mp3 -c:a libmp3lame,                     aiff -c:a pcm_s16be -ar 22050",
        "mp3 -c:a libmp3lame,                     wav -c:a adpcm_ima_wav",
        "aac -c:a aac,                            au -c:a pcm_mulaw -ar 8000",
        "ogg -c:a libopus,                        wav -c:a pcm_s16le -ac 2",
        "mp3 -c:a libmp3lame,                     flac -c:a flac",
        "mp3 -c:a libmp3lame,                     caf -c:a alac",
        "mp3 -c:a libmp3lame,                     amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k",
    })
    void both_parts_of_a_recording_are_transcribed(String first, String second) {
        byte[] recording = joined(encoded("one two three", first), encoded("four five six", second));
        Map<String, Object> named = Map.of(Exchange.FILE_NAME, "talk." + first.split(" ")[0]);
        assertThat(textOf(send("direct:recording", recording, named)))
                .as("as bytes")
                .isEqualTo("one two three four five six");
        assertThat(textOf(send("direct:recording", new ByteArrayInputStream(recording), named)))
                .as("as a stream")
                .isEqualTo("one two three four five six");
    }

    @ParameterizedTest
    @CsvSource({
        "mp3 -c:a libmp3lame, aac -c:a aac",
        "webm -c:a libopus,   webm -c:a libopus -ac 2",
        "ogg -c:a libopus,    ogg -c:a vorbis -strict -2 -ac 2"
    })
    void both_parts_are_transcribed_when_they_arrive_in_pieces(String first, String second) {
        byte[] recording = joined(encoded("one two three", first), encoded("four five six", second));
        for (int from = 0; from < recording.length; from += PIECE) {
            int to = Math.min(recording.length, from + PIECE);
            Exchange sent = send(
                    "direct:recording",
                    Arrays.copyOfRange(recording, from, to),
                    Map.of(SESSION_KEY, "a call", END_OF_AUDIO, to == recording.length));
            assertThat(sent.getException()).isNull();
            if (to == recording.length) {
                assertThat(textOf(sent)).isEqualTo("one two three four five six");
            }
        }
    }

    @Test
    void files_that_need_no_ffmpeg_are_transcribed_after_one_that_does() {
        byte[] recording = joined(
                encoded("one two", "mp3 -c:a libmp3lame"),
                encoded("three", "wav -c:a pcm_s16le"),
                encoded("four five", "aiff -c:a pcm_s16be -ac 2"),
                encoded("six", "wav -c:a pcm_s16le -ar 8000"));
        assertThat(textOf(send("direct:recording", recording, Map.of(Exchange.FILE_NAME, "talk.mp3"))))
                .isEqualTo("one two three four five six");
    }

    @Test
    void all_channels_of_a_later_part_are_mixed_when_the_first_part_is_mono() {
        byte[] recording = joined(
                encoded("one two", "mp3 -c:a libmp3lame -ac 1"),
                encoded("three four", "mp3 -af pan=stereo|c0=0*c0|c1=c0 -c:a libmp3lame"),
                encoded("five six", "m4a -af pan=stereo|c0=c0|c1=-1*c0 -c:a aac -b:a 192k"));
        assertThat(textOf(send("direct:recording", recording, Map.of(Exchange.FILE_NAME, "talk.mp3"))))
                .isEqualTo("one two three four five six");
    }

    @Test
    void decoded_samples_that_look_like_a_file_stay_samples() {
        byte[] inner = joined(
                Tones.at(16_000).say("one two").wav(),
                Tones.at(16_000).say("three four").wav());
        byte[] recording = Encoder.encode(WavFile.mono(16_000, inner), "flac", "-c:a flac");
        assertThat(textOf(send("direct:recording", recording))).isEqualTo("one two three four");
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({
        "wma -c:a wmav2,       mp3 -c:a libmp3lame",
        "wma -c:a wmav2,       ogg -c:a libopus",
        "avi -c:a libmp3lame,  aac -c:a aac",
        "avi -c:a libmp3lame,  avi -c:a mp2",
        "flv -c:a aac,         mp3 -c:a libmp3lame",
        "mpg -c:a mp2,         m4a -c:a aac",
        "caf -c:a pcm_s16le,   wav -c:a pcm_s16le",
        "caf -c:a alac,        mp3 -c:a libmp3lame",
        "wv -c:a wavpack,      flac -c:a flac",
        "mp3 -c:a libmp3lame,  wv -c:a wavpack",
        "mp3 -c:a libmp3lame,  w64 -c:a pcm_s16le",
        "w64 -c:a pcm_s16le,   mpg -c:a mp2",
        "ac3 -c:a ac3 -ac 2,   mp3 -c:a libmp3lame",
        "mp3 -c:a libmp3lame,  ac3 -c:a ac3 -ac 2",
        "eac3 -c:a eac3 -ac 2, aac -c:a aac",
        "dts -c:a dca -strict -2 -ac 2, tta -c:a tta -sample_fmt s16",
        "tta -c:a tta -sample_fmt s16,  dts -c:a dca -strict -2 -ac 2",
        "voc -c:a pcm_u8 -ar 16000,     mp3 -c:a libmp3lame",
        "rm -c:a ac3 -ac 2,             mp3 -c:a libmp3lame",
        "sox -c:a pcm_s32le,            mp3 -c:a libmp3lame",
        "amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k, mp3 -c:a libmp3lame",
        "amr -c:a libvo_amrwbenc -ar 16000 -b:a 23.85k, wv -c:a wavpack",
        "wav -c:a adpcm_ima_wav, mp3 -c:a libmp3lame",
        "wav -c:a libmp3lame,    mp3 -c:a libmp3lame",
        "caf -c:a libmp3lame -ar 44100, mp3 -c:a libmp3lame",
        "au -c:a g722 -ar 16000, mp3 -c:a libmp3lame",
        "m2ts -c:a aac,          mp3 -c:a libmp3lame",
        "mp3 -c:a libmp3lame,    m2ts -c:a aac",
        "m2ts -c:a ac3 -ac 2,    m2ts -c:a eac3 -ac 2",
        "ts -c:a aac,            m2ts -c:a mp2",
        "mxf -f lavfi -i color=size=720x576:rate=25:duration=2 -map 1:v -map 0:a -c:v mpeg2video -c:a pcm_s16le, mp3 -c:a libmp3lame",
    })
    void both_parts_are_transcribed_when_the_first_format_states_its_length(String first, String second) {
        both_parts_of_a_recording_are_transcribed(first, second);
    }

    /** The program map of so many tracks needs more than one packet. */
    @Test
    void both_parts_are_transcribed_when_a_transport_stream_has_many_tracks() {
        String tracks = "ts " + "-map 0:a ".repeat(24) + "-metadata:s:a language=deu -b:a 32k -c:a ";
        both_parts_of_a_recording_are_transcribed(tracks + "aac", tracks + "mp2 -ar 16000");
    }

    @Test
    void both_parts_are_transcribed_when_a_transport_stream_has_several_programs() {
        String programs = "ts -map 0:a -map 0:a -program st=0 -program st=1 -c:a ";
        both_parts_of_a_recording_are_transcribed(programs + "aac", programs + "mp2");
    }

    @Test
    void a_video_part_without_sound_may_come_first() {
        String picture = "-f lavfi -i color=size=64x48:rate=25:duration=2 -map 1:v -c:v mpeg2video";
        byte[] recording = joined(encoded("one", "ts " + picture), encoded("two three", "ts -c:a aac"));
        assertThat(textOf(send("direct:recording", recording))).isEqualTo("two three");
    }

    @Test
    void parts_with_another_number_of_channels_are_split_like_the_first() {
        byte[] recording =
                joined(encoded("one two", "mp3 -c:a libmp3lame -ac 2"), encoded("three four", "aac -c:a aac -ac 1"));
        Exchange result = send("direct:split", recording, Map.of(Exchange.FILE_NAME, "call.mp3"));
        assertThat(String.valueOf(textOf(result)).split("\\s+"))
                .containsExactlyInAnyOrder("one", "one", "two", "two", "three", "three", "four", "four");
    }

    @Test
    void small_forged_parts_do_not_start_hundreds_of_decoders() {
        byte[] page = new byte[28];
        System.arraycopy("OggS".getBytes(), 0, page, 0, 4);
        page[26] = 1;
        byte[] first = page.clone();
        first[5] = 2;
        byte[] hostile = encoded("one two three", "ogg -c:a libopus");
        for (int i = 0; i < 500; i++) {
            hostile = joined(hostile, first, page);
        }
        long before = System.nanoTime();
        assertThat(send("direct:recording", hostile).getException())
                .hasMessageContaining("the audio changes its format too often");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }
}
