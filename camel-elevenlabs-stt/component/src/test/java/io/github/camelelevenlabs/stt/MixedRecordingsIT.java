package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random concatenations of recordings in several formats, truncated recordings and unknown bytes: all words are transcribed,
 * or the recording fails, or a warning reports the loss.
 */
@Tag("full")
class MixedRecordingsIT extends SttRouteSupport {

    private static final List<String> FORMATS = List.of(
            "mp3 -c:a libmp3lame",
            "mp3 -c:a libmp3lame -ac 2 -ar 22050",
            "aac -c:a aac",
            "ogg -c:a libopus",
            "flac -c:a flac",
            "wav -c:a pcm_s16le",
            "wav -c:a pcm_s24le -ac 2",
            "m4a -c:a aac",
            "wma -c:a wmav2",
            "flv -c:a libmp3lame -ar 44100",
            "avi -c:a mp2",
            "mpg -c:a mp2",
            "caf -c:a alac",
            "wv -c:a wavpack",
            "w64 -c:a pcm_s16le",
            "ac3 -c:a ac3 -ac 2",
            "amr -c:a libopencore_amrnb -ar 8000 -b:a 12.2k",
            "tta -c:a tta -sample_fmt s16",
            "ts -c:a aac",
            "m2ts -c:a mp2",
            "m4a -c:a aac -movflags +faststart",
            "webm -c:a libopus");

    private static final List<String> WORDS = List.of("one two three", "four five six", "seven eight nine");

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void all_words_are_transcribed_or_the_loss_is_reported(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 5; i++) {
            ByteArrayOutputStream recording = new ByteArrayOutputStream();
            List<String> parts = new ArrayList<>();
            List<String> words = new ArrayList<>();
            for (int part = 0; part < 2 + random.nextInt(2); part++) {
                String format = FORMATS.get(random.nextInt(FORMATS.size()));
                byte[] file = encoded(WORDS.get(part), format);
                boolean cut = random.nextInt(6) == 0;
                if (cut) {
                    recording.write(file, 0, file.length * 3 / 4);
                } else {
                    recording.writeBytes(file);
                    words.addAll(Arrays.asList(WORDS.get(part).split(" ")));
                }
                parts.add(format + (cut ? " cut off" : ""));
                if (random.nextInt(6) == 0) {
                    byte[] unknown = new byte[random.nextBoolean() ? 500 : 20_000];
                    random.nextBytes(unknown);
                    recording.writeBytes(unknown);
                    parts.add("unknown bytes");
                }
            }
            check(recording.toByteArray(), parts, words, i % 2 == 0);
        }
    }

    private void check(byte[] recording, List<String> parts, List<String> words, boolean asStream) {
        try (CapturedLog log = CapturedLog.everything()) {
            Object body = asStream ? new ByteArrayInputStream(recording) : recording;
            Exchange sent = template.request(
                    "direct:recording", exchange -> exchange.getIn().setBody(body));
            boolean reported = sent.getException() != null
                    || log.of(Notices.class).stream().anyMatch(line -> line.startsWith("WARN"));
            if (!reported) {
                assertThat(parts).as("%s", parts).doesNotContain("unknown bytes");
                assertThat(List.of(String.valueOf(sent.getMessage().getBody()).split("\\s+")))
                        .as("%s", parts)
                        .containsSubsequence(words);
            }
        }
    }

    private static byte[] encoded(String words, String options) {
        byte[] wav = Tones.at(48_000)
                .pace(Duration.ofMillis(200), Duration.ofMillis(200))
                .say(words)
                .wav();
        String[] parts = options.split(" ", 2);
        return Encoder.encode(wav, parts[0], parts[1]);
    }
}
