package io.github.camelelevenlabs.stt;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.SttEmulator;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A recording is transcribed although every real connection breaks after a few seconds of audio. */
@Tag("full")
class ShortConnectionsIT extends CamelTestSupport {

    @ParameterizedTest
    @CsvSource({
        "vad, 2",
        "vad, 3",
        "vad, 8",
        "manual, 2",
        "manual, 3",
        "manual, 8",
        "turn_prediction, 2",
        "turn_prediction, 8"
    })
    void every_word_arrives_once_and_little_audio_is_sent_again(String strategy, int seconds) throws Exception {
        Speech speech = Speech.random(new Random(seconds), ofSeconds(20));
        try (SttEmulator emulator =
                SttEmulator.builder().behaviour(behaviour(strategy)).start()) {
            emulator.script().onEveryConnection().afterAudio(ofSeconds(seconds)).fault(new Fault.DropConnection());
            Exchange transcribed = template.request(
                    "elevenlabs-stt:short?apiKey=key&reconnectDelay=1&maxReconnectAttempts=1&commitStrategy=" + strategy
                            + (strategy.equals("turn_prediction") ? "&modelId=scribe_v3_live" : "") + "&baseUrl="
                            + emulator.uri(),
                    exchange -> exchange.getIn().setBody(speech.wav()));
            assertThat(transcribed.getException()).isNull();
            assertThat(transcribed.getMessage().getBody(String.class).split("\\s+"))
                    .containsExactlyElementsOf(speech.words());
            assertThat(emulator.violations()).isEmpty();
            long audio = transcribed.getMessage().getHeader(ElevenLabsSttConstants.AUDIO_DURATION, Long.class);
            long sent = transcribed.getMessage().getHeader(ElevenLabsSttConstants.AUDIO_SENT, Long.class);
            double most = strategy.equals("turn_prediction") ? 2.8 : 2.4;
            assertThat(sent - 1_000L * seconds).isLessThan((long) (most * audio));
        }
    }

    /** Where turns are predicted, an answer that is sooner than the service's fastest costs a wait of seconds. */
    private static Behaviour behaviour(String strategy) {
        return strategy.equals("turn_prediction")
                ? Behaviour.prompt().with(knobs -> knobs.commitToPlain(ofMillis(200)))
                : Behaviour.prompt();
    }
}
