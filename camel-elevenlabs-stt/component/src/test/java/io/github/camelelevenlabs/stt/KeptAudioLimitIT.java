package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.AUDIO_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A recording costs no more than its limit, however many processes transcribe it. */
class KeptAudioLimitIT extends KeptRecordingSupport {

    /** Five eighths of the recording. */
    private static final long MOST = lengthOfTalk() * 5 / 8;

    private static final String LIMITED = LIVE + "&maxAudioDuration=" + MOST;

    private static Exchange sendLimited(CamelContext process) {
        return send(process, LIMITED, TALK, Map.of());
    }

    private void isSpent(Exchange exchange) {
        assertThat(failure(exchange).getErrorType()).isEqualTo("audio_limit_exceeded");
        assertThat(failure(exchange).getDetail()).contains("maxAudioDuration=" + MOST + " ms");
    }

    @Test
    void what_a_process_had_sent_when_it_was_stopped_counts() throws Exception {
        CamelContext first = process();
        CompletableFuture<Exchange> one = CompletableFuture.supplyAsync(() -> sendLimited(first));
        await().until(() -> routed.size() == 1);
        first.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        first.getShutdownStrategy().setTimeout(1);
        first.stop();
        assertThat(failure(one.join()).getErrorType()).isEqualTo("stopped");
        Exchange rest = sendLimited(process());
        isSpent(rest);
        assertThat(failure(rest).getDetail()).contains("were sent before the session was interrupted");
        assertThat(sent().toMillis()).isLessThanOrEqualTo(MOST);
        assertThat(ALL).startsWith(wordsById());
    }

    /** A process that is killed keeps nothing of what it sent after its last transcript. */
    @Test
    void what_was_sent_up_to_the_last_transcript_that_was_kept_counts_when_a_process_is_killed() throws Exception {
        // A head, a transcript and its mark.
        repository.failingAfter(3, AWAY);
        send(process(), LIMITED, TALK, Map.of());
        repository.works();
        long before = sent().toMillis();
        isSpent(sendLimited(process()));
        assertThat(sent().toMillis() - before).isLessThan(MOST - lengthOfTalk() / 8);
        assertThat(ALL).startsWith(wordsById());
    }

    @Test
    void a_recording_that_has_cost_its_limit_costs_nothing_more_when_it_is_sent_again() throws Exception {
        isSpent(sendLimited(process()));
        long before = sent().toMillis();
        assertThat(before).isLessThanOrEqualTo(MOST);
        isSpent(sendLimited(process()));
        assertThat(sent().toMillis()).isEqualTo(before);
    }

    @Test
    void with_a_higher_limit_the_rest_is_transcribed() throws Exception {
        isSpent(sendLimited(process()));
        Exchange done = send(process(), LIVE + "&maxAudioDuration=" + 2 * lengthOfTalk(), TALK, Map.of());
        assertThat(textOf(done)).isEqualTo(ALL);
        assertThat(wordsById()).isEqualTo(ALL);
        assertThat(done.getMessage().getHeader(AUDIO_SENT, Long.class))
                .as("by this process")
                .isLessThan(lengthOfTalk() * 5 / 8);
        await().untilAsserted(() -> assertThat(repository.keys()).isEmpty());
    }
}
