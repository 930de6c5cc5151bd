package io.github.camelelevenlabs.stt.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Committed;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.CommittedWithTimestamps;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Edited;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entities;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Entity;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Partial;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.SessionStarted;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Token;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Unknown;
import io.github.camelelevenlabs.stt.protocol.ServerEvent.Warning;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the client as they are written, and messages of the service as they are read. */
class ProtocolCodecTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static String written(boolean commit, int sampleRate, String previousText) {
        return new String(
                ChunkJson.of(new InputAudioChunk(
                        Slice.of(new byte[] {1, 2, 3}), ProtocolCodec.envelope(commit, sampleRate, previousText))),
                UTF_8);
    }

    // Messages of the client

    @Test
    void a_chunk_is_written_as_the_service_reads_it() {
        assertThat(written(false, 16_000, null))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"AQID\",\"commit\":false,"
                        + "\"sample_rate\":16000}");
    }

    @Test
    void a_commit_says_so() {
        assertThat(written(true, 8_000, null))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"AQID\",\"commit\":true,"
                        + "\"sample_rate\":8000}");
    }

    @Test
    void previous_text_is_sent_in_utf_8_and_only_when_given() {
        assertThat(written(false, 16_000, "er sagte „grüß Gott“ 日本\n"))
                .isEqualTo("{\"message_type\":\"input_audio_chunk\",\"audio_base_64\":\"AQID\",\"commit\":false,"
                        + "\"sample_rate\":16000,\"previous_text\":\"er sagte „grüß Gott“ 日本\\n\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"}",
                "\\",
                "a\\\"b",
                "\u0000\u0001\b\t\n\f\r\u001f\u007f\u0080",
                "</script>",
                "\u2028\u2029",
                "日本 😀",
                "e\u0301"
            })
    void whatever_the_previous_text_is_the_message_says_the_same_as_the_one_that_jackson_writes(String text)
            throws Exception {
        assertThat(JSON.readTree(written(true, 48_000, text)))
                .isEqualTo(JSON.readTree(ChunkJson.byJackson(Slice.of(new byte[] {1, 2, 3}), true, 48_000, text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d b", "\ude00\ud83d"})
    void half_of_a_character_becomes_a_question_mark_and_harms_nothing_else(String half) throws Exception {
        assertThat(JSON.readTree(written(false, 16_000, half))
                        .path("previous_text")
                        .asText())
                .isEqualTo(half.replace('\ud83d', '?').replace('\ude00', '?'));
    }

    // session_started

    @Test
    void session_started_is_read_with_its_settings() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"session_started","session_id":"4be1c09d7d2f4a6b9a3c5e7f80123456","config":{
                         "sample_rate":16000,"audio_format":"pcm_16000","language_code":null,"secondary_languages":[],
                         "timestamps_granularity":"word","vad_commit_strategy":false,"vad_silence_threshold_secs":1.5,
                         "vad_threshold":0.4,"min_speech_duration_ms":100,"min_silence_duration_ms":100,
                         "max_tokens_to_recompute":5,"model_id":"scribe_v2_realtime","disable_logging":false,
                         "include_timestamps":true,"include_language_detection":false,
                         "filter_background_audio":false,"keyterms":["Karlsson"],"no_verbatim":false,
                         "entity_detection":null,"keepalive_interval_ms":null}}"""))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEqualTo("4be1c09d7d2f4a6b9a3c5e7f80123456");
                    assertThat(started.config().path("vad_commit_strategy").isBoolean())
                            .isTrue();
                });
    }

    @Test
    void session_started_of_the_older_contract_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"session_started\",\"session_id\":\"s-1\",\"config\":"
                        + "{\"commit_strategy\":\"vad\",\"enable_logging\":true}}"))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEqualTo("s-1");
                    assertThat(started.config().path("commit_strategy").asText())
                            .isEqualTo("vad");
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_type\":\"session_started\"}",
                "{\"message_type\":\"session_started\",\"session_id\":null,\"config\":null}"
            })
    void session_started_needs_nothing_but_its_type(String json) {
        assertThat(ProtocolCodec.decode(json))
                .asInstanceOf(type(SessionStarted.class))
                .satisfies(started -> {
                    assertThat(started.sessionId()).isEmpty();
                    assertThat(started.config().path("sample_rate").isMissingNode())
                            .isTrue();
                });
    }

    // Transcripts

    @Test
    void a_partial_transcript_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"partial_transcript\",\"text\":\"the second door on\"}"))
                .isEqualTo(new Partial("the second door on"));
    }

    @Test
    void a_committed_transcript_is_read() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"committed_transcript\",\"text\":\"The second door on the left.\"}"))
                .isEqualTo(new Committed("The second door on the left."));
    }

    @Test
    void texts_may_be_missing_null_or_empty() {
        for (String field : List.of("", ",\"text\":null", ",\"text\":\"\"")) {
            assertThat(ProtocolCodec.decode("{\"message_type\":\"partial_transcript\"" + field + "}"))
                    .isEqualTo(new Partial(""));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript\"" + field + "}"))
                    .isEqualTo(new Committed(""));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\"" + field + "}"))
                    .isEqualTo(new CommittedWithTimestamps("", null, List.of()));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_entities\"" + field + "}"))
                    .isEqualTo(new Entities("", List.of()));
            assertThat(ProtocolCodec.decode("{\"message_type\":\"edited_transcript\"" + field + "}"))
                    .isEqualTo(new Edited("", ""));
        }
    }

    @Test
    void texts_of_any_script_stay_as_they_are() {
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"partial_transcript\",\"text\":\"\\u65e5本 \\\"ja\\\" 😀\"}"))
                .isEqualTo(new Partial("日本 \"ja\" 😀"));
    }

    @Test
    void words_are_read_with_characters_as_objects_as_strings_and_as_null() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"committed_transcript_with_timestamps","text":"The (laughs)","language_code":"en",
                         "words":[
                         {"text":"The","start":12.48,"end":12.6,"type":"word","speaker_id":null,"logprob":-0.04,
                          "characters":[{"text":"T","start":12.48,"end":12.52},{"text":"h","start":12.52,"end":12.56}],
                          "channel_index":null},
                         {"text":" ","start":12.6,"end":12.64,"type":"spacing","speaker_id":null,"logprob":0.0,
                          "characters":null,"channel_index":null},
                         {"text":"(laughs)","start":12.64,"end":13,"type":"audio_event","logprob":-0.11,
                          "characters":["(","l"]}]}"""))
                .isEqualTo(new CommittedWithTimestamps(
                        "The (laughs)",
                        "en",
                        List.of(
                                new Token("The", 12.48, 12.6, "word", -0.04),
                                new Token(" ", 12.6, 12.64, "spacing", 0),
                                new Token("(laughs)", 12.64, 13, "audio_event", -0.11))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"words\":null", ",\"words\":[]"})
    void a_language_may_come_without_words(String words) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"Ja.\","
                        + "\"language_code\":\"de\"" + words + "}"))
                .isEqualTo(new CommittedWithTimestamps("Ja.", "de", List.of()));
    }

    @Test
    void a_word_without_a_type_is_a_word() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"committed_transcript_with_timestamps\",\"text\":\"a\","
                        + "\"language_code\":null,\"words\":[{\"text\":\"a\",\"start\":1,\"end\":2}]}"))
                .isEqualTo(new CommittedWithTimestamps("a", null, List.of(new Token("a", 1, 2, "word", 0))));
    }

    @Test
    void entities_are_read_with_their_positions() {
        assertThat(ProtocolCodec.decode("""
                        {"message_type":"committed_transcript_entities","text":"Call Anna.",
                         "entities":[{"text":"Anna","entity_type":"name","start_char":5,"end_char":9}]}"""))
                .isEqualTo(new Entities("Call Anna.", List.of(new Entity("Anna", "name", 5, 9))));
        assertThat(ProtocolCodec.decode(
                        "{\"message_type\":\"committed_transcript_entities\",\"text\":\"Hm.\",\"entities\":null}"))
                .isEqualTo(new Entities("Hm.", List.of()));
    }

    @Test
    void an_edited_transcript_is_read() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"edited_transcript\",\"text\":\"call me at five\","
                        + "\"edited_text\":\"Call me at 17:00.\"}"))
                .isEqualTo(new Edited("call me at five", "Call me at 17:00."));
    }

    @Test
    void a_warning_is_no_error() {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"warning\",\"warning\":\"zero retention is off\"}"))
                .isEqualTo(new Warning("zero retention is off"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"warning\",\"warning\":\"odd\",\"error\":\"odd\"}"))
                .isEqualTo(new Warning("odd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"final_transcript", "final_transcript_with_timestamps"})
    void final_transcripts_are_unknown_messages(String type) {
        assertThat(ProtocolCodec.decode("{\"message_type\":\"" + type + "\",\"text\":\"dead\",\"words\":[]}"))
                .isEqualTo(new Unknown(type));
    }

    @Test
    void unknown_fields_and_types_are_no_errors() {
        assertThat(ProtocolCodec.decode(
                        "{\"emotion\":{\"joy\":1},\"message_type\":\"partial_transcript\",\"text\":\"a\",\"seq\":[7]}"))
                .isEqualTo(new Partial("a"));
        assertThat(ProtocolCodec.decode("{\"message_type\":\"speaker_changed\",\"text\":\"a\"}"))
                .isEqualTo(new Unknown("speaker_changed"));
        assertThat(ProtocolCodec.decode("{\"text\":\"a\"}")).isEqualTo(new Unknown(""));
        assertThat(ProtocolCodec.decode("{\"message_type\":null}")).isEqualTo(new Unknown(""));
        assertThat(ProtocolCodec.decode("{}")).isEqualTo(new Unknown(""));
    }
}
