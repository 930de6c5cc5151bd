package io.github.camelelevenlabs.stt.docs.recipes;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.apache.camel.ConsumerTemplate;
import org.apache.camel.builder.AggregationStrategies;
import org.junit.jupiter.api.Test;

class ChannelRecipeTest extends RecipeSupport {

    @Test
    void speakers_and_texts_are_written_in_order() throws Exception {
        context.addRoutes(new ChannelRoutes());
        start();
        aCallBecomesAConversation();
    }

    @Test
    void the_yaml_route_writes_the_same() throws Exception {
        context.getRegistry().bind("lines", AggregationStrategies.string("\n"));
        addYaml("## How do I tell the speakers of a call apart?");
        start();
        aCallBecomesAConversation();
    }

    private void aCallBecomesAConversation() throws Exception {
        drop("call.wav", call());
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(Files.readString(outbox.resolve("call.txt")))
                .isEqualTo("Speaker 0: one two\nSpeaker 1: three four\nSpeaker 0: five");
        JsonNode segments = new ObjectMapper()
                .readTree(outbox.resolve("call.json").toFile())
                .get("segments");
        assertThat(segments)
                .extracting(segment -> segment.get("channel").asInt())
                .containsExactly(0, 1, 0);
    }

    @Test
    void a_consumer_gets_the_channels_in_order() throws Exception {
        context.addRoutes(new SplitRoutes());
        start();
        template.sendBody("direct:call", call());
        try (ConsumerTemplate lines = context.createConsumerTemplate()) {
            assertThat(List.of("0: one two", "1: three four", "0: five"))
                    .allSatisfy(line ->
                            assertThat(lines.receiveBodyNoWait("seda:lines")).isEqualTo(line));
        }
    }

    private static byte[] call() throws IOException {
        return stereo(
                Tones.at(16_000).say("one two").pause(ofSeconds(6)).say("five").pcm(),
                Tones.at(16_000).pause(ofSeconds(3)).say("three four").pcm());
    }

    private static byte[] stereo(byte[] left, byte[] right) throws IOException {
        byte[] both = new byte[2 * Math.max(left.length, right.length)];
        for (int i = 0; i < both.length / 2; i++) {
            int at = i / 2 * 4 + i % 2;
            both[at] = i < left.length ? left[i] : 0;
            both[at + 2] = i < right.length ? right[i] : 0;
        }
        AudioFormat format = new AudioFormat(16_000, 16, 2, true, false);
        ByteArrayOutputStream wav = new ByteArrayOutputStream();
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(both), format, both.length / 4),
                AudioFileFormat.Type.WAVE,
                wav);
        return wav.toByteArray();
    }
}
