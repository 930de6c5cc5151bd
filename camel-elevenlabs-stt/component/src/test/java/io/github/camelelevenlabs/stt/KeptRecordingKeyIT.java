package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.RECORDING_KEY;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.START_AT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What names a kept recording, and what is refused because something else is behind its key. */
class KeptRecordingKeyIT extends KeptRecordingSupport {

    @Test
    void another_rate_behind_the_key_is_another_recording() throws Exception {
        interrupted(3);
        int before = routed.size();
        ElevenLabsSttException refused = failure(send(process(), "direct:recording", talk(8_000), Map.of()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail())
                .isEqualTo("the audio has 8000 Hz and 1 channel, and what the session repository keeps of"
                        + " recording/calls/talk has 16000 Hz and 1 channel: it is another one; give each a key of its own,"
                        + " or remove the key from the repository to begin again");
        assertThat(routed).hasSize(before);
    }

    @Test
    void a_recording_shorter_than_what_is_covered_is_another_recording() throws Exception {
        interrupted(6);
        ElevenLabsSttException refused = failure(send(process(), "direct:recording", wav("one"), Map.of()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail())
                .startsWith("the recording ends at ")
                .contains("what the session repository keeps of recording/calls/talk covers ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mix", "split"})
    void a_start_behind_the_end_of_the_recording_is_not_kept(String channels) throws Exception {
        CamelContext process = process();
        String uri = "elevenlabs-stt:calls?sessionRepository=#kept&recordingKey=talk&channels=" + channels;
        ElevenLabsSttException refused = failure(send(process, uri, TALK, Map.of(START_AT, 250_000)));
        assertThat(refused.getErrorType()).isEqualTo("invalid_audio");
        assertThat(refused.getDetail()).contains("250000 ms").doesNotContain(KEY);
        assertThat(textOf(send(process, uri, TALK, Map.of()))).isEqualTo(ALL);
    }

    @Test
    void what_a_newer_version_has_kept_is_refused_by_name() throws Exception {
        repository.put(KEY, "{\"version\":7,\"session\":\"id\"}");
        ElevenLabsSttException refused = failure(send(process()));
        assertThat(refused.getErrorType()).isEqualTo("invalid_request");
        assertThat(refused.getDetail()).contains(KEY).contains("version 7").contains("version 1");
    }

    @Test
    void a_header_names_the_recording_and_may_be_long() throws Exception {
        String name = "name/".repeat(2_000);
        repository.failingAfter(3, AWAY);
        Map<String, Object> named = Map.of(RECORDING_KEY, name);
        assertThat(failure(send(process(), "direct:recording", TALK, named))
                        .getMessage()
                        .length())
                .isLessThan(2_000);
        assertThat(repository.keys()).containsExactly("recording/calls/" + name);
        repository.works();
        assertThat(textOf(send(process(), "direct:recording", TALK, named))).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
    }

    @Test
    void a_message_without_a_key_is_transcribed_and_not_kept_and_one_line_says_so() throws Exception {
        CamelContext process = process();
        String unnamed = "elevenlabs-stt:calls?sessionRepository=#kept";
        try (CapturedLog log = CapturedLog.everything()) {
            assertThat(textOf(send(process, unnamed, TALK, Map.of()))).isEqualTo(ALL);
            assertThat(textOf(send(process, unnamed, TALK, Map.of()))).isEqualTo(ALL);
            assertThat(log.of(Notices.class))
                    .filteredOn(line -> line.startsWith("WARN"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN elevenlabs-stt:calls has a sessionRepository")
                    .contains("such messages are not kept");
        }
        assertThat(repository.batches()).isEmpty();
    }

    @Test
    void a_key_without_a_repository_is_refused() throws Exception {
        CamelContext process = process();
        assertThatThrownBy(() -> process.getEndpoint("elevenlabs-stt:calls?recordingKey=talk"))
                .hasRootCauseMessage("recordingKey is set without sessionRepository; set both or neither");
        ElevenLabsSttException refused =
                failure(send(process, "elevenlabs-stt:calls", TALK, Map.of(RECORDING_KEY, "talk")));
        assertThat(refused.getDetail()).contains(RECORDING_KEY + "=talk").contains("sessionRepository");
    }
}
