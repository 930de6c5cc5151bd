package io.github.camelelevenlabs.stt.emulator.clients;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Behaviour.TwinOrder;
import io.github.camelelevenlabs.stt.emulator.Fault.SendError;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.SttEmulatorExtension;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Vercel's AI SDK against the emulator: the events that its ElevenLabs provider gives to users. */
@Tag("full")
class VercelSdkIT {
    private static final String KEY = "the-right-key";
    private static NodeScript vercel;

    @RegisterExtension
    static final SttEmulatorExtension emulator = new SttEmulatorExtension(
            SttEmulator.builder().behaviour(Behaviour.prompt()).apiKey(KEY));

    @BeforeAll
    static void startTheScript() throws IOException {
        vercel = NodeScript.run("vercel.js");
    }

    @AfterAll
    static void endTheScript() {
        if (vercel != null) {
            vercel.close();
        }
    }

    private static void stream(SttEmulator emulator, String key, Map<String, ?> options) {
        vercel.begin("stream", Map.of("baseUrl", emulator.uri().toString(), "apiKey", key, "options", options));
    }

    private static void stream(Map<String, ?> options) {
        stream(emulator.emulator(), KEY, options);
    }

    private static Map<String, ?> streaming(Object... options) {
        return Map.of("streaming", options.length == 2 ? Map.of(options[0], options[1]) : Map.of());
    }

    private static void send(byte[] audio) {
        vercel.tell("audio", Base64.getEncoder().encodeToString(audio));
    }

    private static void say(String words) {
        send(Tones.pcm(16_000, words));
    }

    private static void pause() {
        send(Tones.at(16_000).pause(ofSeconds(1)).pcm());
        send(Tones.at(16_000).pause(ofSeconds(1)).pcm());
    }

    private static void end() {
        vercel.tell("end", null);
    }

    private static String text(JsonNode part) {
        return part.get("text").asText();
    }

    private static String error() {
        return vercel.next("error").get("message").asText();
    }

    @Test
    void streams_a_recording_and_finishes_with_its_text() {
        stream(streaming());
        say("one two three four five");
        say("six seven eight nine zero");
        assertThat(text(vercel.next("transcript-partial"))).startsWith("one two three four five");
        end();
        assertThat(text(vercel.next("transcript-final")))
                .isEqualTo("one two three four five six seven eight nine zero");
        assertThat(text(vercel.next("finish"))).isEqualTo("one two three four five six seven eight nine zero");
        vercel.next("end");
        assertThat(vercel.names()).startsWith("stream-start");
        assertThat(emulator.violations()).isEmpty();
    }

    @Test
    void joins_the_commits_of_the_service_at_pauses() {
        stream(streaming("commitStrategy", "vad"));
        say("one two");
        pause();
        assertThat(text(vercel.next("transcript-final"))).isEqualTo("one two");
        say("three four");
        end();
        assertThat(text(vercel.next("finish"))).isEqualTo("one two three four");
    }

    @Test
    void treats_a_throttled_last_commit_after_another_commit_as_the_end() {
        stream(streaming("commitStrategy", "vad"));
        say("one two");
        send(Tones.at(16_000).pause(ofMillis(800)).pcm());
        send(Tones.at(16_000).pause(ofMillis(900)).pcm());
        vercel.next("transcript-final");
        end();
        assertThat(text(vercel.next("finish"))).isEqualTo("one two");
        assertThat(emulator.sessions().get(0).error()).hasValue("commit_throttled");
    }

    @Test
    void reads_word_times() {
        stream(streaming("includeTimestamps", true));
        say("one two");
        end();
        JsonNode finish = vercel.next("finish");
        assertThat(finish.get("segments")).extracting(VercelSdkIT::text).containsExactly("one", " ", "two");
        assertThat(finish.get("durationInSeconds").asDouble()).isBetween(0.28, 0.32);
    }

    @Test
    void reads_the_twin_when_it_comes_first_and_the_text_when_the_twin_is_missing() {
        for (TwinOrder order : new TwinOrder[] {TwinOrder.TIMED_FIRST, TwinOrder.PLAIN_MISSING}) {
            try (SttEmulator other = SttEmulator.builder()
                    .behaviour(Behaviour.prompt().with(b -> b.twinOrder(order)))
                    .start()) {
                stream(other, KEY, streaming("includeTimestamps", true));
                say("one two");
                end();
                assertThat(vercel.next("finish").get("segments")).hasSize(3);
            }
        }
    }

    @Test
    void reads_the_language() {
        stream(streaming("includeLanguageDetection", true));
        say("one two");
        end();
        assertThat(vercel.next("finish").get("language").asText()).isEqualTo("en");
    }

    @Test
    void fails_with_the_text_of_a_wrong_key() {
        stream(emulator.emulator(), "a-wrong-key", streaming());
        assertThat(error()).isEqualTo("You must be authenticated to use this endpoint.");
    }

    @Test
    void reports_no_reason_for_refused_parameters() {
        stream(Map.of("languageCode", "pt-BR"));
        assertThat(error()).isEqualTo("ElevenLabs realtime transcription stream closed before completion.");
        assertThat(emulator.sessions().get(0).error()).hasValue("invalid_request");
    }

    @Test
    void fails_with_the_text_of_a_throttled_commit() {
        stream(streaming());
        vercel.next("stream-start");
        end();
        assertThat(error()).startsWith("Commit request ignored: only 0.00s of uncommitted audio.");
    }

    @Test
    void fails_with_the_text_of_an_exceeded_quota() {
        emulator.script()
                .onConnection(1)
                .onceStarted()
                .fault(new SendError("quota_exceeded", "You have exceeded your quota.").andClose(1008));
        stream(streaming());
        assertThat(error()).isEqualTo("You have exceeded your quota.");
    }

    @Test
    void reports_no_reason_for_an_idle_disconnect() {
        try (SttEmulator impatient = SttEmulator.builder()
                .behaviour(Behaviour.prompt().with(b -> b.idleTimeout(ofMillis(200))))
                .start()) {
            stream(impatient, KEY, streaming());
            assertThat(error()).isEqualTo("ElevenLabs realtime transcription stream closed before completion.");
        }
    }

    @Test
    void sends_its_key_in_a_header_and_its_options_in_the_address() {
        stream(Map.of(
                "languageCode", "en", "streaming", Map.of("keyterms", new String[] {"a", "b"}, "previousText", "So")));
        say("one two");
        end();
        vercel.next("finish");
        var session = emulator.sessions().get(0);
        assertThat(session.header("xi-api-key")).isEqualTo(KEY);
        assertThat(session.parameters().get("keyterms")).containsExactly("a", "b");
        assertThat(session.previousText()).isEqualTo("So");
        assertThat(emulator.violations()).isEmpty();
    }
}
