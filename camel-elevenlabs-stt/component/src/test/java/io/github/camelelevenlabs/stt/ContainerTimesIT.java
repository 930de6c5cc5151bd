package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Word times follow the timestamps of the container, including a late start and gaps. */
class ContainerTimesIT extends SttRouteSupport {

    private static final Duration TONE = ofMillis(250);

    /** A tone and a silence of the same length. */
    private static final Duration WORD = TONE.multipliedBy(2);

    private static final Duration TOLERANCE = ofMillis(100);

    private static final byte[] SAID =
            Tones.at(48_000).pace(TONE, TONE).say("one two three four").wav();

    private static final String FILM =
            "-f lavfi -i color=size=64x48:rate=25:duration=9 -map 0:a -map 1:v -af asetpts=PTS+5/TB ";

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls?includeTimestamps=true");
        routes.from("direct:subtitles").to("elevenlabs-stt:calls?outputFormat=srt");
    }

    private static byte[] encoded(String options) {
        String[] parts = options.split(" ", 2);
        return Encoder.encode(SAID, parts[0], parts[1]);
    }

    /** Asserts the delay of each word; the last delay also applies to the words after it. */
    private static void assertWordsDelayed(Exchange result, Duration... delays) {
        assertThat(result.getException()).isNull();
        List<?> segments = result.getMessage().getHeader(SEGMENTS, List.class);
        List<Word> words = segments.stream()
                .flatMap(segment -> ((Segment) segment).words().stream())
                .filter(word -> word.type().equals("word"))
                .toList();
        assertThat(words).extracting(Word::text).containsExactly("one", "two", "three", "four");
        for (int i = 0; i < words.size(); i++) {
            long start = i * WORD.toMillis() + delays[Math.min(i, delays.length - 1)].toMillis();
            assertThat(words.get(i).startTime())
                    .as(words.get(i).text())
                    .isBetween(start - TOLERANCE.toMillis(), start + TOLERANCE.toMillis());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mp4 -c:v mpeg4 -c:a aac",
                "mp4 -c:v mpeg4 -c:a aac -movflags +faststart",
                "mp4 -c:v mpeg4 -c:a aac -movflags +frag_keyframe+empty_moov -g 25",
                "mov -c:v mpeg4 -c:a pcm_s16le",
                "mkv -c:v mpeg4 -c:a libmp3lame",
                "webm -c:v libvpx -c:a libopus",
                "ts -c:v mpeg2video -c:a mp2",
                "ts -c:v mpeg2video -c:a aac",
                "flv -c:v flv1 -c:a libmp3lame -ar 44100",
                "mpg -c:v mpeg2video -c:a mp2",
                "mp4 -c:v mpeg4 -c:a aac -movflags +frag_keyframe+empty_moov -g 25 -output_ts_offset 40000",
                "mp4 -c:v mpeg4 -c:a libopus",
                "mkv -c:v mpeg4 -c:a flac",
                "3gp -c:v mpeg4 -c:a aac",
                "wmv -c:v wmv2 -c:a wmav2",
                "vob -c:v mpeg2video -c:a ac3",
                "ts -c:v mpeg2video -c:a aac -mpegts_flags +latm -output_ts_offset 95440"
            })
    void sound_that_begins_after_the_picture_has_later_word_times(String options) {
        String[] parts = options.split(" ", 2);
        Exchange result = send("direct:recording", encoded(parts[0] + " " + FILM + parts[1]));
        assertWordsDelayed(result, ofSeconds(5));
        assertThat(result.getMessage().getHeader(AUDIO_DURATION, Long.class)).isBetween(6_900L, 7_150L);
    }

    /** Longer than ffmpeg analyses the beginning of a file. */
    @ParameterizedTest
    @ValueSource(
            strings = {"ts -c:v mpeg2video -c:a aac", "ts -c:v mpeg2video -c:a mp2", "mpg -c:v mpeg2video -c:a mp2"})
    void sound_that_begins_fifteen_seconds_after_the_picture_has_later_word_times(String options) {
        String[] parts = options.split(" ", 2);
        Exchange result = send(
                "direct:recording",
                encoded(parts[0]
                        + " -f lavfi -i color=size=64x48:rate=25:duration=18 -map 0:a -map 1:v -af asetpts=PTS+15/TB "
                        + parts[1]));
        assertWordsDelayed(result, ofSeconds(15));
    }

    @Test
    void subtitles_match_the_times_of_the_film() {
        Exchange result = send("direct:subtitles", encoded("mp4 " + FILM + "-c:v mpeg4 -c:a aac"));
        assertThat(String.valueOf(textOf(result))).startsWith("1\n00:00:0").containsPattern("00:00:0(4,9|5,0)");
    }

    /** An MP4 index with an empty edit, and a Matroska file whose first cluster is late. */
    @ParameterizedTest
    @ValueSource(strings = {"m4a -c:a aac", "webm -c:a libopus", "mka -c:a libmp3lame"})
    void late_sound_without_a_picture_has_later_word_times(String options) {
        String[] parts = options.split(" ", 2);
        assertWordsDelayed(
                send("direct:recording", encoded(parts[0] + " -af asetpts=PTS+5/TB " + parts[1])), ofSeconds(5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "webm -c:a libopus",
                "mkv -c:a aac",
                "m4a -c:a aac",
                "mp4 -c:a aac -movflags +frag_keyframe+empty_moov -frag_duration 200000",
                "ts -c:a aac",
                "ogg -c:a libopus -page_duration 20000",
                "flv -c:a libmp3lame -ar 44100"
            })
    void a_gap_in_the_timestamps_delays_the_words_after_it(String options) {
        String[] parts = options.split(" ", 2);
        assertWordsDelayed(
                send("direct:recording", encoded(parts[0] + " -af asetpts=PTS+gte(T\\,0.85)*17/TB " + parts[1])),
                ZERO,
                ZERO,
                ofSeconds(17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mp3 -c:a libmp3lame",
                "aac -c:a aac",
                "m4a -c:a aac",
                "ogg -c:a vorbis -strict -2 -ac 2",
                "webm -c:a libopus",
                "wma -c:a wmav2",
                "ts -c:a aac",
                "avi -c:a libmp3lame"
            })
    void encoder_delay_does_not_shift_the_word_times(String options) {
        assertWordsDelayed(send("direct:recording", encoded(options)), ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mkv -c:a libmp3lame", "ts -c:a mp2", "webm -c:a libopus"})
    void a_gap_too_long_for_a_pause_adds_no_silence(String options) {
        String[] parts = options.split(" ", 2);
        Exchange result = send(
                "direct:recording",
                encoded(parts[0] + " -af asetpts=PTS+gte(T\\,0.85)*72000/TB -max_interleave_delta 0 " + parts[1]));
        assertWordsDelayed(result, ZERO);
        assertThat(result.getMessage().getHeader(AUDIO_DURATION, Long.class)).isLessThan(2_200L);
    }

    /** Timestamps of a broadcast recording: hours from zero, and around the overflow of the 33-bit clock. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ts -c:a aac -output_ts_offset 40000",
                "ts -c:a aac -output_ts_offset 95441.5",
                "mkv -c:a aac -output_ts_offset 40000"
            })
    void a_clock_that_starts_at_hours_adds_no_silence(String options) {
        Exchange result = send("direct:recording", encoded(options));
        assertWordsDelayed(result, ZERO);
        assertThat(result.getMessage().getHeader(AUDIO_DURATION, Long.class)).isLessThan(2_300L);
    }

    /** Two joined recordings: the clock restarts at the second. */
    @Test
    void a_clock_that_jumps_back_loses_no_audio() {
        byte[] once = encoded("ts -c:a aac");
        byte[] twice = Arrays.copyOf(once, 2 * once.length);
        System.arraycopy(once, 0, twice, once.length, once.length);
        Exchange result = send("direct:recording", twice);
        assertThat(textOf(result)).isEqualTo("one two three four one two three four");
        assertThat(result.getMessage().getHeader(AUDIO_DURATION, Long.class)).isBetween(4_000L, 4_300L);
    }
}
