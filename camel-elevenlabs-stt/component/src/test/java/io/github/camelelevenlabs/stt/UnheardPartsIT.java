package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a recording is not transcribed is reported, and nothing else is. */
class UnheardPartsIT extends ChangingFormatSupport {

    @Tag("full")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mp3 -c:a libmp3lame",
                "aac -c:a aac",
                "ts -c:a aac",
                "ogg -c:a libopus",
                "flac -c:a flac",
                "m4a -c:a aac -movflags +faststart",
                "m4a -c:a aac",
                "webm -c:a libopus",
                "amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k",
                "wma -c:a wmav2",
                "avi -c:a libmp3lame",
                "flv -c:a aac",
                "mpg -c:a mp2",
                "caf -c:a pcm_s16le",
                "caf -c:a alac",
                "wv -c:a wavpack",
                "w64 -c:a pcm_s16le",
                "ac3 -c:a ac3 -ac 2",
                "eac3 -c:a eac3 -ac 2",
                "dts -c:a dca -strict -2 -ac 2",
                "tta -c:a tta -sample_fmt s16",
                "voc -c:a pcm_u8 -ar 16000",
                "rm -c:a ac3 -ac 2",
                "sox -c:a pcm_s32le",
                "wav -c:a adpcm_ima_wav",
                "wav -c:a libmp3lame",
                "wav -c:a pcm_s16le",
                "aiff -c:a adpcm_ima_qt",
                "au -c:a pcm_s16be"
            })
    void unknown_bytes_after_a_recording_are_reported(String format) {
        for (int length : new int[] {100, 3_000}) {
            byte[] unknown = new byte[length];
            new Random(length).nextBytes(unknown);
            byte[] recording = joined(encoded("one two three", format), unknown);
            try (CapturedLog log = CapturedLog.everything()) {
                Map<String, Object> named = Map.of(Exchange.FILE_NAME, "talk." + format.split(" ")[0]);
                assertThat(textOf(send("direct:recording", recording, named))).isEqualTo("one two three");
                assertThat(log.of(Notices.class)).as("%s bytes", length).anyMatch(line -> line.startsWith("WARN"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"m4a -c:a aac -movflags +faststart", "tta -c:a tta -sample_fmt s16", "caf -c:a pcm_s16le"})
    void a_file_after_a_truncated_one_is_transcribed_or_reported(String format) {
        byte[] whole = encoded("one two three", format);
        byte[] cut = Arrays.copyOf(whole, whole.length * 9 / 10);
        byte[] recording = joined(cut, encoded("four", "mp3 -c:a libmp3lame"));
        try (CapturedLog log = CapturedLog.everything()) {
            Exchange result = send("direct:recording", recording);
            assertThat(result.getException() != null
                            || String.valueOf(textOf(result)).contains("four")
                            || log.of(Notices.class).stream().anyMatch(line -> line.startsWith("WARN")))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"avi -c:a libmp3lame", "flv -c:a aac", "wma -c:a wmav2", "mpg -c:a mp2", "mp3 -c:a libmp3lame"})
    void a_truncated_recording_alone_is_not_reported(String format) {
        byte[] whole = encoded("one two three four", format);
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(String.valueOf(
                            textOf(send("direct:recording", Arrays.copyOf(whole, whole.length * 9 / 10 - 77)))))
                    .startsWith("one two three");
            assertThat(log.of(Notices.class)).isEmpty();
        }
    }

    @Test
    void a_file_after_a_wav_is_reported() {
        byte[] recording =
                joined(encoded("one two three", "wav -c:a pcm_s16le"), encoded("four five six", "mp3 -c:a libmp3lame"));
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(textOf(send("direct:recording", recording))).isEqualTo("one two three");
            assertThat(log.of(Notices.class)).anyMatch(line -> line.contains("is heard: behind its audio"));
        }
    }

    /** The stream declares both codecs as private data, so its tables do not show the change. */
    @Test
    void an_unannounced_change_of_codec_in_a_transport_stream_is_reported() {
        byte[] recording = joined(encoded("one two three", "m2ts -c:a aac"), encoded("four five", "m2ts -c:a mp2"));
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(String.valueOf(textOf(send("direct:recording", recording))))
                    .startsWith("one two three");
            assertThat(log.of(Notices.class)).anyMatch(line -> line.contains("its decoder does not take something"));
        }
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wma -c:a wmav2",
                "avi -c:a libmp3lame",
                "flv -c:a aac",
                "mpg -c:a mp2",
                "caf -c:a alac",
                "wv -c:a wavpack",
                "flv -c:a libmp3lame -ar 44100",
                "avi -c:a mp2",
                "caf -c:a pcm_s16le",
                "wav -c:a libmp3lame",
                "mp3 -c:a libmp3lame",
                "aac -c:a aac",
                "ts -c:a aac",
                "ogg -c:a libopus",
                "flac -c:a flac",
                "m4a -c:a aac",
                "m4a -c:a aac -movflags +faststart",
                "mov -c:a libmp3lame -ar 44100",
                "mov -c:a ac3 -ac 2",
                "webm -c:a libopus",
                "amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k",
                "w64 -c:a pcm_s16le",
                "ac3 -c:a ac3 -ac 2",
                "dts -c:a dca -strict -2 -ac 2",
                "tta -c:a tta -sample_fmt s16",
                "voc -c:a pcm_u8 -ar 16000",
                "rm -c:a ac3 -ac 2",
                "sox -c:a pcm_s32le",
                "aiff -c:a adpcm_ima_qt"
            })
    void a_complete_recording_is_not_reported(String format) {
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(textOf(send("direct:recording", encoded("one two three", format))))
                    .isEqualTo("one two three");
            assertThat(log.of(Notices.class)).isEmpty();
        }
    }

    @Test
    void many_unknown_bytes_after_a_recording_fail_it_with_their_number_and_position() {
        byte[] noise = new byte[60_000];
        new Random(7).nextBytes(noise);
        byte[] recording = joined(encoded("one two three", "mp3 -c:a libmp3lame"), noise);
        assertThat(send("direct:recording", recording, Map.of(Exchange.FILE_NAME, "talk.mp3"))
                        .getException())
                .isInstanceOfSatisfying(
                        ElevenLabsSttException.class,
                        failure -> assertThat(failure.getErrorType()).isEqualTo("invalid_audio"))
                .hasMessageContaining("talk.mp3 is MP3, but the ")
                .hasMessageMatching("(?s).*but the (59|60)\\d{3} bytes behind 1\\.2\\d* s are of no known format.*");
    }

    @Test
    void tags_and_padding_after_a_recording_are_ignored() {
        byte[] id3v1 = new byte[128];
        System.arraycopy("TAG".getBytes(), 0, id3v1, 0, 3);
        byte[] picture = new byte[40_000];
        new Random(9).nextBytes(picture);
        byte[] ape = new byte[32];
        System.arraycopy("APETAGEX".getBytes(), 0, ape, 0, 8);
        ape[12] = (byte) (picture.length & 0xFF);
        ape[13] = (byte) (picture.length >> 8);
        byte[] recording =
                joined(encoded("one two three", "mp3 -c:a libmp3lame"), ape, picture, id3v1, new byte[50_000]);
        assertThat(textOf(send("direct:recording", recording, Map.of(Exchange.FILE_NAME, "talk.mp3"))))
                .isEqualTo("one two three");
    }
}
