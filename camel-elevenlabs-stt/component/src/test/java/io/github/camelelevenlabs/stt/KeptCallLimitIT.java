package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

/** A call costs no more than its limit, however many processes transcribe it. */
class KeptCallLimitIT extends KeptStreamSupport {

    private static final String LIMITED = "&maxAudioDuration=2s";

    /** 1,400 ms and 600 ms: as much as may be sent. */
    private static final byte[] SEVEN_WORDS = pcm("one two three four five six seven");

    private static final byte[] THREE_WORDS = pcm("eight nine zero");
    private static final long BEHIND_SEVEN = SEVEN_WORDS.length / BYTES_PER_MS;
    private static final long BEHIND_TEN = BEHIND_SEVEN + THREE_WORDS.length / BYTES_PER_MS;

    private static long sent() {
        return emulator.sessions().stream()
                .map(RecordedSession::audioDuration)
                .mapToLong(Duration::toMillis)
                .sum();
    }

    @Test
    void what_other_processes_have_sent_of_a_call_counts() throws Exception {
        CompletableFuture<Exchange> first = call(process(LIMITED)).send(SEVEN_WORDS, committedAt(0));
        await().until(() -> accepted(first));
        AsyncPieces after = call(process(LIMITED));
        CompletableFuture<Exchange> fits = after.send(THREE_WORDS, committedAt(BEHIND_SEVEN));
        await().until(() -> accepted(fits));
        assertThat(errorType(after.send(pcm("one"), committedAt(BEHIND_TEN)))).isEqualTo("audio_limit_exceeded");
        assertThat(sent()).isEqualTo(2_000);
        assertThat(table.values()).containsExactly("one two three four five six seven", "eight nine zero");
    }

    @Test
    void a_call_that_has_cost_its_limit_costs_nothing_more_under_its_key() throws Exception {
        AsyncPieces call = call(process(LIMITED));
        CompletableFuture<Exchange> fits = call.send(SEVEN_WORDS, committedAt(0));
        await().until(() -> accepted(fits));
        assertThat(errorType(call.send(SEVEN_WORDS, committedAt(BEHIND_SEVEN)))).isEqualTo("audio_limit_exceeded");
        assertThat(errorType(end(call))).isEqualTo("audio_limit_exceeded");
        long before = sent();
        AsyncPieces after = call(process(LIMITED));
        assertThat(errorType(after.send(THREE_WORDS, committedAt(BEHIND_TEN)))).isEqualTo("audio_limit_exceeded");
        assertThat(sent()).isEqualTo(before);
        assertThat(repository.keys()).containsExactly("stream/calls/call/1");
    }
}
