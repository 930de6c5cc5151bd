package io.github.camelelevenlabs.stt.emulator;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelelevenlabs.stt.emulator.Behaviour.TwinOrder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transcripts of the service, one test for each behaviour. Sessions start 200 ms after their connection. */
class ChecklistOfTranscriptsTest {
    private static final String TIMED = "committed_transcript_with_timestamps";

    private static ClientOnDesk start(String query) {
        return ServiceOnDesk.asMeasured().start(query);
    }

    private static ClientOnDesk start(Consumer<Quirks.Builder> quirks, String query) {
        return ServiceOnDesk.with(Quirks.of(quirks)).start(query);
    }

    private static ClientOnDesk started(Behaviour behaviour, String query) {
        return ServiceOnDesk.with(behaviour).start(query);
    }

    private static byte[] tones(String words) {
        return Tones.pcm(16_000, words);
    }

    /** Speech without a pause: one word each second. */
    private static byte[] speech(int seconds) {
        return Tones.at(16_000)
                .pace(ofMillis(900), ofMillis(100))
                .say("one ".repeat(seconds))
                .pcm();
    }

    @Test
    void partials_are_cumulative_and_come_after_2_s_and_then_each_1_s_of_audio_received() {
        ClientOnDesk client = start("")
                .live(tones(
                        "one two three four five six seven eight nine zero star pound alpha " + "bravo charlie delta"));
        assertThat(client.log())
                .containsExactly(
                        "200 session_started",
                        "2200 partial_transcript one two three four five six seven eight nine zero",
                        "3200 partial_transcript one two three four five six seven eight nine zero star pound alpha "
                                + "bravo charlie");
    }

    @Test
    void partials_follow_the_audio_and_not_the_time() {
        ClientOnDesk client = start("").silence(ofSeconds(4));
        assertThat(client.texts("partial_transcript")).hasSize(3);
        assertThat(client.after(ofSeconds(10)).texts("partial_transcript")).hasSize(3);
    }

    @Test
    void partials_are_repeated_in_silence_and_are_empty_before_the_first_word() {
        ClientOnDesk client = start("").live(ClientOnDesk.silent(ofMillis(2_500)));
        client.live(tones("one")).live(ClientOnDesk.silent(ofMillis(2_500)));
        assertThat(client.texts("partial_transcript")).containsExactly("", "one", "one", "one");
    }

    @Test
    void partials_can_rewrite_up_to_5_words_of_their_tail() {
        ClientOnDesk client = start(q -> q.tailRewrites(5), "");
        client.live(tones("one two three four five six seven eight nine zero")).live(ClientOnDesk.silent(ofSeconds(1)));
        assertThat(client.texts("partial_transcript"))
                .containsExactly(
                        "one two three four five si sev eig ni ze",
                        "one two three four five six seven eight nine zero");
    }

    @Test
    void a_commit_is_answered_after_200_ms_and_echoed_20_ms_later() {
        ClientOnDesk client = start("").say("one two").commit().after(ofSeconds(1));
        assertThat(client.log())
                .containsExactly(
                        "200 session_started", "400 committed_transcript one two", "420 partial_transcript one two");
    }

    @Test
    void a_commit_has_a_twin_50_ms_later_if_timestamps_are_wanted() {
        ClientOnDesk client =
                start("include_timestamps=true").say("one two").commit().after(ofSeconds(1));
        assertThat(client.log()).contains("400 committed_transcript one two", "450 " + TIMED + " one two");
    }

    @Test
    void a_commit_under_300_ms_is_throttled_and_closed_180_ms_later() {
        ClientOnDesk client = start("").silence(ofMillis(299)).commit().after(ofSeconds(1));
        assertThat(client.texts("commit_throttled"))
                .containsExactly("Commit request ignored: only 0.30s of uncommitted audio. You need at least 0.3s of "
                        + "uncommitted audio before committing.");
        assertThat(client.end()).isEqualTo("1000 commit_throttled");
        assertThat(client.endedAt()).isEqualTo(380);
        assertThat(start("").silence(ofMillis(300)).commit().after(ofSeconds(1)).end())
                .isEqualTo("open");
    }

    @Test
    void the_floor_counts_from_the_last_commit_of_any_kind() {
        ClientOnDesk client = start("commit_strategy=vad")
                .audio(Tones.at(16_000).say("one").pause(ofMillis(1_600)).pcm())
                .commit();
        client.after(ofSeconds(1));
        assertThat(client.end()).isEqualTo("1000 commit_throttled");
        ClientOnDesk manual = start("").silence(ofMillis(36_700)).commit().after(ofSeconds(1));
        assertThat(manual.texts("commit_throttled").get(0)).contains("only 0.20s");
    }

    @Test
    void a_throttled_commit_can_leave_the_session_open() {
        ClientOnDesk client = started(Behaviour.service().with(b -> b.throttleToClose(null)), "");
        client.commit().say("one two").commit().after(ofSeconds(1));
        assertThat(client.types()).contains("commit_throttled", "committed_transcript");
        assertThat(client.end()).isEqualTo("open");
    }

    @Test
    void uncommitted_audio_is_committed_after_36_5_s_with_an_empty_text_for_silence() {
        ClientOnDesk client = start("").silence(ofSeconds(75));
        assertThat(client.texts("committed_transcript")).containsExactly("", "");
        assertThat(client.record().commits())
                .containsExactly(
                        new RecordedSession.Commit(ofMillis(36_500), RecordedSession.Commit.By.LENGTH),
                        new RecordedSession.Commit(ofMillis(73_000), RecordedSession.Commit.By.LENGTH));
    }

    @Test
    void a_clients_commit_resets_the_count_to_36_5_s() {
        ClientOnDesk client = start("").silence(ofSeconds(20)).commit().silence(ofSeconds(36));
        assertThat(client.record().commits()).hasSize(1);
    }

    @Test
    void unbroken_speech_is_committed_for_its_length_in_vad_mode_too() {
        ClientOnDesk client = start("commit_strategy=vad").audio(speech(38));
        assertThat(client.record().commits())
                .extracting(RecordedSession.Commit::by)
                .containsExactly(RecordedSession.Commit.By.LENGTH);
    }

    @Test
    void vad_commits_1_6_s_after_speech_and_leaves_the_last_segment_open() {
        ClientOnDesk client = start("commit_strategy=vad")
                .audio(tones("one two | three four"))
                .after(ofSeconds(10));
        assertThat(client.texts("committed_transcript")).containsExactly("one two");
        Duration position = client.record().commits().get(0).position();
        assertThat(position).isBetween(ofMillis(1_880), ofMillis(1_920));
        client.commit().after(ofSeconds(1));
        assertThat(client.texts("committed_transcript")).containsExactly("one two", "three four");
    }

    @Test
    void commits_of_the_service_can_be_scripted() {
        ServiceOnDesk service = ServiceOnDesk.asMeasured();
        service.script().onConnection(1).afterAudio(ofMillis(400)).commit();
        ClientOnDesk client = service.start("").say("one two three four").after(ofSeconds(1));
        assertThat(client.texts("committed_transcript")).containsExactly("one two");
    }

    @Test
    void the_open_segment_can_be_flushed_when_a_client_closes_in_vad_mode() {
        ClientOnDesk client = start(q -> q.closeFlush(ofMillis(250)), "commit_strategy=vad");
        client.say("one two").closeNormally().after(ofSeconds(1));
        assertThat(client.log()).contains("450 committed_transcript one two");
        assertThat(client.end()).isEqualTo("close answered");
        assertThat(client.endedAt()).isEqualTo(523);
    }

    @Test
    void the_open_segment_is_dropped_when_a_client_closes_by_default() {
        ClientOnDesk client =
                start("commit_strategy=vad").say("one two").closeNormally().after(ofSeconds(1));
        assertThat(client.types()).containsExactly("session_started");
        assertThat(client.endedAt()).isEqualTo(200);
    }

    @Test
    void word_times_run_on_the_clock_of_the_connection_which_empty_chunks_do_not_move() {
        ClientOnDesk client = start("include_timestamps=true");
        client.silence(ofMillis(500)).say("one").commit().after(ofSeconds(1)).keepalive();
        client.silence(ofMillis(300)).say("two").commit().after(ofSeconds(1));
        assertThat(client.last(TIMED).get("words").get(0).get("start").asDouble())
                .isBetween(0.98, 1.02);
    }

    @Test
    void words_and_spaces_join_to_the_text_and_have_character_objects() {
        ClientOnDesk client =
                start("include_timestamps=true").say("one two three").commit().after(ofSeconds(1));
        JsonNode words = client.last(TIMED).get("words");
        assertThat(StreamSupport.stream(words.spliterator(), false)
                        .map(word -> word.get("text").asText())
                        .collect(Collectors.joining()))
                .isEqualTo("one two three");
        assertThat(words).extracting(word -> word.get("type").asText()).contains("word", "spacing");
        assertThat(words.get(0).get("characters").get(0).fieldNames())
                .toIterable()
                .containsExactly("text", "start", "end");
    }

    @Test
    void characters_can_be_plain_strings() {
        ClientOnDesk client = start(q -> q.charactersAsText(true), "include_timestamps=true");
        client.say("one two").commit().after(ofSeconds(1));
        assertThat(client.last(TIMED).get("words").get(0).get("characters").toString())
                .isEqualTo("[\"o\",\"n\",\"e\"]");
    }

    @Test
    void words_are_null_if_only_the_language_is_wanted() {
        ClientOnDesk client = start("include_language_detection=true");
        client.say("one two").commit().after(ofSeconds(1));
        assertThat(client.last(TIMED).get("words").isNull()).isTrue();
        assertThat(client.last(TIMED).get("language_code").asText()).isEqualTo("en");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PLAIN_FIRST | 400 committed_transcript, 450 committed_transcript_with_timestamps",
                "TIMED_FIRST | 400 committed_transcript_with_timestamps, 450 committed_transcript",
                "TIMED_MISSING | 400 committed_transcript",
                "PLAIN_MISSING | 400 committed_transcript_with_timestamps"
            })
    void the_twin_can_come_first_or_be_missing(TwinOrder order, String messages) {
        Behaviour behaviour = Behaviour.service().with(b -> b.twinOrder(order).echoDelay(null));
        ClientOnDesk client = started(behaviour, "include_timestamps=true");
        client.silence(ofSeconds(1)).commit().after(ofSeconds(1));
        assertThat(client.log().subList(1, client.log().size())).containsExactly(messages.split(", "));
    }

    @Test
    void the_twin_comes_first_if_only_the_language_is_wanted() {
        ClientOnDesk client = start("include_language_detection=true");
        client.silence(ofSeconds(1)).commit().after(ofSeconds(1));
        assertThat(client.types()).containsExactly("session_started", TIMED, "committed_transcript");
    }

    @Test
    void the_twin_can_be_so_late_that_the_next_answer_overtakes_it() {
        Behaviour behaviour = Behaviour.service()
                .with(b -> b.twinOrder(TwinOrder.TIMED_LATE)
                        .plainToTimed(ofSeconds(3))
                        .echoDelay(null));
        ClientOnDesk client = started(behaviour, "include_timestamps=true");
        client.say("one two")
                .commit()
                .after(ofSeconds(1))
                .say("three four")
                .commit()
                .after(ofSeconds(5));
        assertThat(client.log())
                .containsExactly(
                        "200 session_started",
                        "400 committed_transcript one two",
                        "1400 committed_transcript three four",
                        "3400 " + TIMED + " one two",
                        "4400 " + TIMED + " three four");
    }

    @Test
    void a_twin_can_come_without_a_request() {
        ClientOnDesk client =
                start(q -> q.timedUnasked(true), "").say("one two").commit().after(ofSeconds(1));
        assertThat(client.last(TIMED).get("words")).hasSize(3);
    }

    @Test
    void a_partial_can_come_1_ms_before_the_committed_transcript() {
        ClientOnDesk client = start(q -> q.partialBeforeCommitted(ofMillis(1)), "include_timestamps=true");
        client.say("one two").commit().after(ofSeconds(1));
        assertThat(client.log())
                .containsExactly(
                        "200 session_started",
                        "400 partial_transcript one two",
                        "401 committed_transcript one two",
                        "421 partial_transcript one two",
                        "451 " + TIMED + " one two");
    }

    @Test
    void entities_follow_the_pair() {
        ClientOnDesk client = start("entity_detection=all&include_timestamps=true");
        client.say("five five five").commit().after(ofSeconds(1));
        assertThat(client.log()).endsWith("500 committed_transcript_entities five five five");
        assertThat(client.last("committed_transcript_entities").get("entities")).hasSize(1);
    }

    @Test
    void entities_are_an_empty_list_where_there_are_none() {
        ClientOnDesk client =
                start("entity_detection=all").say("star").say("pound").commit().after(ofSeconds(1));
        assertThat(client.last("committed_transcript_entities").get("entities").isArray())
                .isTrue();
        assertThat(client.last("committed_transcript_entities").get("entities")).isEmpty();
    }

    @Test
    void edited_transcripts_come_later_and_can_come_out_of_order() {
        ClientOnDesk client = start(q -> q.editsOutOfOrder(true), "transcript_edit=punctuate");
        client.say("one two")
                .commit()
                .after(ofSeconds(1))
                .say("three four")
                .commit()
                .after(ofSeconds(5));
        assertThat(client.log()).contains("1600 edited_transcript three four", "2400 edited_transcript one two");
        assertThat(client.last("edited_transcript").get("edited_text").asText()).isEqualTo("One two.");
    }

    @Test
    void warnings_edits_and_unknown_messages_can_be_scripted() {
        ServiceOnDesk service = ServiceOnDesk.asMeasured();
        service.script()
                .onConnection(1)
                .onceStarted()
                .warning("take care")
                .edited("one", "1")
                .finalTranscript("the end")
                .send("{\"message_type\":\"speaker_changed\",\"speaker\":2}");
        assertThat(service.start("").types())
                .containsExactly(
                        "session_started", "warning", "edited_transcript", "final_transcript", "speaker_changed");
    }

    @Test
    void keepalive_partials_come_while_audio_is_sent_without_other_answers() {
        ClientOnDesk client = start("keepalive_interval_ms=500").live(ClientOnDesk.silent(ofSeconds(4)));
        assertThat(client.log())
                .containsExactly(
                        "200 session_started",
                        "2000 partial_transcript",
                        "2200 partial_transcript",
                        "2700 partial_transcript",
                        "3200 partial_transcript",
                        "3700 partial_transcript",
                        "4200 partial_transcript");
        assertThat(client.after(ofSeconds(5)).log()).hasSize(7);
    }
}
