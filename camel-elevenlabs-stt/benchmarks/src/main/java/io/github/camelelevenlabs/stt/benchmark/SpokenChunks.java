package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * Ten seconds of somebody speaking, as messages to the service of 100 ms each: words of a fifth of a second with a tenth
 * between them, and a second of silence in the end.
 *
 * @param text     what is said
 * @param messages ready to be sent, in order
 */
record SpokenChunks(String text, List<byte[]> messages) {
    static final Duration CHUNK = Duration.ofMillis(100);
    static final byte[] COMMIT = message(new byte[0], true);

    private static final int SAMPLE_RATE = 16_000;
    private static final int CHUNK_BYTES = SAMPLE_RATE / 10 * 2;
    private static final String TEXT =
            String.join(" ", Collections.nCopies(3, "zero one two three four five six seven eight nine"));

    static SpokenChunks tenSeconds() {
        byte[] audio = said(1).pcm();
        List<byte[]> messages = new ArrayList<>();
        for (int from = 0; from < audio.length; from += CHUNK_BYTES) {
            messages.add(message(Arrays.copyOfRange(audio, from, from + CHUNK_BYTES), false));
        }
        return new SpokenChunks(TEXT, messages);
    }

    /** The ten seconds, repeated this number of times. */
    static Tones said(int times) {
        Tones tones = Tones.at(SAMPLE_RATE).pace(Duration.ofMillis(200), Duration.ofMillis(100));
        for (int i = 0; i < times; i++) {
            tones.say(TEXT).pause(Duration.ofSeconds(1));
        }
        return tones;
    }

    private static byte[] message(byte[] audio, boolean commit) {
        String json = "{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\""
                + Base64.getEncoder().encodeToString(audio) + "\",\"commit\":" + commit + ",\"sample_rate\":"
                + SAMPLE_RATE + "}";
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
