package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_DURATION;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_REPLAYED;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.EDITED_TEXT;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.ENTITIES;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.MESSAGE_TYPE;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.RECONNECTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENTS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.SEGMENT_COUNT;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.observe.Notices;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.test.CapturedLog;
import io.github.camelelevenlabs.stt.transcript.Entity;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** The events of a session besides its transcripts. */
class SessionEventsIT extends SttRouteSupport {

    private static final String ENDED = "session_ended";

    @Override
    void routes(RouteBuilder routes) {
        routes.from("elevenlabs-stt:calls?includeSessionEvents=true")
                .filter(routes.header(MESSAGE_TYPE).isEqualTo(ENDED))
                .setProperty("cause", routes.simple("${exception?.errorType}"))
                .to("mock:ends")
                .end()
                .filter(routes.header(MESSAGE_TYPE).isEqualTo("committed_transcript"))
                .to("mock:transcripts");
    }

    private Message only(String mock) {
        assertThat(mock(mock).getExchanges()).hasSize(1);
        return mock(mock).getExchanges().get(0).getIn();
    }

    // Entities and edits

    @Test
    void entities_come_with_their_transcript_and_on_the_result() {
        Exchange result =
                send("elevenlabs-stt:calls?entityDetection=phone_number&outputFormat=transcript", wav("one two three"));
        Entity number = new Entity("one two three", "phone_number", 0, 13);
        assertThat(only("transcripts").getHeader(ENTITIES)).isEqualTo(List.of(number));
        Transcript transcript = result.getMessage().getBody(Transcript.class);
        assertThat(transcript.segments()).extracting(Segment::entities).containsExactly(List.of(number));
    }

    @Test
    void a_transcript_without_entities_has_no_entities_header() {
        send("elevenlabs-stt:calls?entityDetection=email_address", wav("one two three"));
        assertThat(only("transcripts").getHeaders()).doesNotContainKey(ENTITIES);
    }

    @Test
    void the_edited_text_is_delivered_in_addition_to_the_text() {
        assertThat(textOf(send("elevenlabs-stt:calls?transcriptEdit=Write a sentence", wav("one two three"))))
                .isEqualTo("one two three");
        assertThat(only("transcripts").getBody()).isEqualTo("one two three");
        assertThat(only("transcripts").getHeader(EDITED_TEXT)).isEqualTo("One two three.");
    }

    // Beginning and end

    @Test
    void the_end_event_carries_durations_and_counts() {
        Tones recording =
                Tones.at(16_000).say("one two three").pause(ofSeconds(3)).say("four five six");
        emulator.script().onConnection(1).afterAudio(ofSeconds(4)).fault(new Fault.DropConnection());
        Exchange result = send("elevenlabs-stt:calls?reconnectDelay=1&readRate=40", recording.wav());
        assertThat(textOf(result)).isEqualTo("one two three four five six");
        Message end = only("ends");
        assertThat(end.getBody()).isNull();
        int segments = result.getMessage().getHeader(SEGMENTS, List.class).size();
        assertThat(segments).as("the connection behind the loss commits early").isGreaterThanOrEqualTo(2);
        assertThat(end.getHeaders())
                .containsEntry(SEGMENT_COUNT, segments)
                .containsEntry(RECONNECTS, 1)
                .containsEntry(AUDIO_DURATION, recording.duration().toMillis());
        long sent = end.getHeader(AUDIO_SENT, Long.class);
        long replayed = end.getHeader(AUDIO_REPLAYED, Long.class);
        assertThat(replayed).isPositive();
        assertThat(sent).isGreaterThanOrEqualTo(recording.duration().toMillis() + replayed);
        assertThat(end.getExchange().getProperty("cause")).isNull();
        assertThat(result.getMessage().getHeaders())
                .containsEntry(SEGMENT_COUNT, segments)
                .containsEntry(AUDIO_SENT, sent)
                .containsEntry(AUDIO_REPLAYED, replayed);
    }

    @Test
    void the_end_event_of_a_failed_session_names_the_cause_and_does_not_fail() {
        emulator.script()
                .onConnection(1)
                .onceStarted()
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1008));
        Exchange result = send("elevenlabs-stt:calls", wav("one two three"));
        assertThat(result.getException()).isInstanceOf(ElevenLabsSttException.class);
        Exchange end = only("ends").getExchange();
        assertThat(end.getException()).isNull();
        assertThat(end.getProperty("cause")).isEqualTo("quota_exceeded");
        assertThat(end.getProperty(Exchange.EXCEPTION_CAUGHT)).isSameAs(result.getException());
        assertThat(end.getIn().getHeaders()).containsEntry(SEGMENT_COUNT, 0);
    }

    // What is logged

    /** The message must not end with the advice either. */
    private static List<String> withoutIds(CapturedLog log) {
        return log.of(Notices.class).stream()
                .map(line -> line.replaceAll("^(\\S+) \\S+|;.*", "$1"))
                .toList();
    }

    @Test
    void a_warning_is_logged_once_for_all_sessions_of_an_endpoint() {
        String warning = "{\"message_type\":\"warning\",\"warning\":\"Zero retention is for enterprises.\"}";
        emulator.script().onEveryConnection().onceStarted().send(warning).send(warning);
        try (CapturedLog log = CapturedLog.everything()) {
            send("elevenlabs-stt:calls?enableLogging=false", wav("one"));
            send("elevenlabs-stt:calls?enableLogging=false", wav("one"));
            assertThat(withoutIds(log))
                    .containsExactly(
                            "WARN the service warns: Zero retention is for enterprises.",
                            "DEBUG the service warns: Zero retention is for enterprises.",
                            "DEBUG the service warns: Zero retention is for enterprises.",
                            "DEBUG the service warns: Zero retention is for enterprises.");
        }
    }

    @Test
    void a_setting_that_the_service_applied_differently_is_logged_once_by_its_option() {
        String started = "{\"message_type\":\"session_started\",\"session_id\":\"1\",\"config\":"
                + "{\"language_code\":\"fr\",\"keyterms\":[],\"keepalive_interval_ms\":null}}";
        emulator.script().onEveryConnection().onceStarted().send(started);
        String uri = "elevenlabs-stt:calls?languageCode=en&keyterms=a, b&param.keepalive_interval_ms=2000";
        try (CapturedLog log = CapturedLog.everything()) {
            send(uri, wav("one"));
            send(uri, wav("one"));
            assertThat(withoutIds(log))
                    .containsExactly(
                            "WARN languageCode=en was asked for, and the service understood fr",
                            "WARN keyterms=a,b was asked for, and the service understood nothing",
                            "WARN param.keepalive_interval_ms=2000 was asked for, and the service understood nothing",
                            "DEBUG languageCode=en was asked for, and the service understood fr",
                            "DEBUG keyterms=a,b was asked for, and the service understood nothing",
                            "DEBUG param.keepalive_interval_ms=2000 was asked for, and the service understood nothing");
        }
    }

    @Test
    void the_echoed_settings_are_compared_for_every_option() {
        try (CapturedLog log = CapturedLog.everything()) {
            send(
                    "elevenlabs-stt:calls?languageCode=en&secondaryLanguages=de,fr&vadThreshold=0.5&minSpeechDurationMs=200"
                            + "&vadSilenceThresholdSecs=1&minSilenceDurationMs=300&includeLanguageDetection=true"
                            + "&keyterms=São Paulo,Karlsson&noVerbatim=true&entityDetection=pii,phi&enableLogging=false"
                            + "&param.keepalive_interval_ms=2000",
                    wav("one"));
            send(
                    "elevenlabs-stt:calls?commitStrategy=manual&transcriptEdit=one, two&filterBackgroundAudio=true",
                    wav("one"));
            assertThat(log.of(Notices.class)).isEmpty();
        }
    }

    // In total

    @Test
    void the_component_counts_the_usage_of_all_sessions() {
        UsageTotals totals = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getUsageTotals();
        emulator.script().onConnection(1).afterAudio(ofMillis(400)).fault(new Fault.DropConnection());
        Tones recording = Tones.at(16_000).say("one two three four");
        long sent = 0;
        for (int i = 0; i < 2; i++) {
            sent += send("elevenlabs-stt:calls?reconnectDelay=1&readRate=40", recording.wav())
                    .getMessage()
                    .getHeader(AUDIO_SENT, Long.class);
        }
        emulator.script()
                .onConnection(4)
                .onceStarted()
                .fault(new Fault.SendError("quota_exceeded", "You have exceeded your quota.").andClose(1008));
        send("elevenlabs-stt:calls?readRate=1", recording.wav());
        assertThat(totals.getSessionsStarted()).isEqualTo(3);
        assertThat(totals.getSessionsFailed()).isEqualTo(1);
        assertThat(totals.getSegments()).isEqualTo(2);
        assertThat(totals.getReconnects()).isEqualTo(1);
        assertThat(totals.getAudioReplayedMillis()).isPositive();
        assertThat(totals.getAudioFirstSentMillis())
                .isGreaterThanOrEqualTo(2 * recording.duration().toMillis());
        assertThat(totals.getAudioSentMillis())
                .isGreaterThanOrEqualTo(sent)
                .isCloseTo(
                        totals.getAudioFirstSentMillis()
                                + totals.getAudioReplayedMillis()
                                + totals.getAudioPaddedMillis(),
                        within(2L));
    }
}
