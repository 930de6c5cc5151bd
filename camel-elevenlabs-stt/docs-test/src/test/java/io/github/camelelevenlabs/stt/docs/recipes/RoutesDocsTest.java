package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** Runs the samples of {@code docs/routes.md}, {@code docs/errors.md} and, with Camel, {@code docs/emulator.md}. */
class RoutesDocsTest extends RecipeSupport {

    @Test
    void the_routes_behave_as_documented() throws Exception {
        context.addRoutes(new Routes());
        start();
        drop("call.wav", Tones.at(16_000).say("one two").wav());
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(outbox.resolve("call.txt")).hasContent("one two");
        assertThat(outbox.resolve("all.log")).hasContent("call.wav 0 ms: one two");
        byte[] audio = Tones.at(8_000).say("three four five").ulaw();
        assertThat(phone(template, audio)).isEqualTo("three four five three four five");
        template.sendBodyAndHeader(
                "direct:interview", Tones.at(16_000).say("six").wav(), "guest", "Li Na");
        assertThat(emulator.sessions().get(emulator.sessions().size() - 1).parameters())
                .containsEntry("language_code", List.of("en"))
                .containsEntry("secondary_languages", List.of("de", "fr"))
                .containsEntry("keyterms", List.of("Li Na", "Harbour Radio"))
                .containsEntry("no_verbatim", List.of("true"))
                .containsEntry("entity_detection", List.of("name", "phone_number"));
        drop("broken.wav", NO_AUDIO);
        await().until(() -> Files.exists(inbox.resolve("done/broken.wav")));
        assertThat(Files.readString(outbox.resolve("broken.wav.failed"))).startsWith("invalid_audio: ");
    }

    @Test
    void an_emulator_takes_the_place_of_the_service() {
        start();
        try (SttEmulator emulator = SttEmulator.start()) {
            String endpoint = "elevenlabs-stt:calls?apiKey=any&baseUrl=" + emulator.uri();
            byte[] audio = Tones.pcm(16_000, "one two three");
            assertThat(template.requestBody(endpoint, audio, String.class)).isEqualTo("one two three");
        }
    }

    private static String phone(ProducerTemplate template, byte[] audio) {
        template.sendBodyAndHeader("direct:phone", audio, "callId", "17");
        template.sendBodyAndHeaders("direct:phone", audio, Map.of("callId", "17", ElevenLabsSttConstants.COMMIT, true));
        String call = template.requestBodyAndHeaders(
                "direct:phone", null, Map.of("callId", "17", ElevenLabsSttConstants.END_OF_AUDIO, true), String.class);
        return call;
    }

    private static final class Routes extends RouteBuilder {
        @Override
        public void configure() {
            onException(ElevenLabsSttException.class)
                    .onWhen(simple("${exception.retryable}"))
                    .maximumRedeliveries(3)
                    .redeliveryDelay(5000)
                    .useExponentialBackOff();
            onException(ElevenLabsSttException.class)
                    .handled(true)
                    .setBody(simple("${exception.errorType}: ${exception.message}"))
                    .to("file:{{outbox}}?fileName=${file:name}.failed");

            from("file:{{inbox}}?includeExt=wav&readLock=changed&readLockMinLength=0&move=done&moveFailed=failed")
                    .to("elevenlabs-stt:calls?languageCode=en")
                    .to("file:{{outbox}}?fileName=${file:name.noext}.txt");

            from("elevenlabs-stt:calls?includeTimestamps=true")
                    .filter(header(ElevenLabsSttConstants.CONFIDENCE).isGreaterThan(0.5))
                    .setBody(simple("${header.CamelFileName} ${header.CamelElevenlabsSttStartTime} ms: ${body}"))
                    .to("file:{{outbox}}?fileName=all.log&fileExist=Append&appendChars=\\n");

            from("elevenlabs-stt:live?includePartials=true")
                    .choice()
                    .when(header(ElevenLabsSttConstants.MESSAGE_TYPE).isEqualTo("partial_transcript"))
                    .to("seda:caption")
                    .otherwise()
                    .to("seda:protocol");

            from("direct:interview")
                    .setHeader(ElevenLabsSttConstants.KEYTERMS, simple("${header.guest},Harbour Radio"))
                    .to("elevenlabs-stt:interviews?languageCode=en&secondaryLanguages=de,fr&noVerbatim=true"
                            + "&entityDetection=name,phone_number");

            from("elevenlabs-stt:interviews?includeSessionEvents=true")
                    .filter(header(ElevenLabsSttConstants.MESSAGE_TYPE).isEqualTo("session_ended"))
                    .log("${header.CamelElevenlabsSttAudioSent} ms of audio billed; failed: ${exception?.errorType}");

            from("direct:guest")
                    .setHeader(ElevenLabsSttConstants.KEYTERMS, body())
                    .setBody(simple("${null}"))
                    .to("elevenlabs-stt:news");

            from("direct:phone")
                    .to("elevenlabs-stt:live?sessionKey=${header.callId}&audioFormat=ulaw_8000&commitStrategy=manual");

            from("direct:agent")
                    .to("elevenlabs-stt:agent?sessionKey=${header.callId}&modelId=scribe_v3_live"
                            + "&commitStrategy=turn_prediction");
        }
    }
}
