package io.github.camelelevenlabs.stt.example.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelephonyTest extends TelephonyTestBase {

    private static Phone phone(String words) throws Exception {
        return new Phone(Tones.at(16_000).say(words).wav(), Duration.ofMillis(2));
    }

    @Test
    void two_calls_at_once_are_two_sessions() throws Exception {
        Telephony.call(phone("one two three | four"), lines);
        await().untilAsserted(() -> assertThat(printed).hasSize(4));
        assertThat(printed)
                .filteredOn(line -> line.startsWith("[MZ0001]"))
                .containsExactly("[MZ0001] one two three", "[MZ0001] four");
        assertThat(printed)
                .filteredOn(line -> line.startsWith("[/127.0.0.1:"))
                .extracting(line -> line.substring(line.indexOf("] ") + 2))
                .containsExactly("one two three", "four");
        assertThat(emulator.sessions()).hasSize(2).allSatisfy(session -> {
            assertThat(session.parameter("audio_format")).isEqualTo("ulaw_8000");
            await().until(() -> !session.isOpen());
        });
        await().untilAsserted(() -> assertThat(transcribed).hasValue(2));
    }

    @Test
    void two_people_of_one_call_are_two_channels() throws Exception {
        phone("one two three").callWithBothTracks(lines.bothTracks(), "MZ0003");
        await().untilAsserted(() -> assertThat(printed)
                .containsExactlyInAnyOrder("[MZ0003] inbound: one two three", "[MZ0003] outbound: one two three"));
        await().untilAsserted(() -> assertThat(transcribed).hasValue(1));
    }

    @Test
    void frames_of_20_ms_are_joined_before_they_are_sent() throws Exception {
        phone("one two three").callOverWebSocket(lines.mediaStream(), "MZ0002");
        await().untilAsserted(() -> assertThat(printed).containsExactly("[MZ0002] one two three"));
        RecordedSession session = emulator.sessions().get(0);
        List<Integer> chunks = session.messages().stream()
                .filter(RecordedSession.Message.Chunk.class::isInstance)
                .map(message -> ((RecordedSession.Message.Chunk) message).audio())
                .filter(bytes -> bytes > 0)
                .toList();
        assertThat(chunks.subList(0, chunks.size() - 1)).allMatch(bytes -> bytes == 800);
    }

    @Test
    void the_end_of_a_connection_ends_its_call() throws Exception {
        phone("one two").callOverTcp(lines.audioPort());
        await().until(() ->
                emulator.sessions().size() == 1 && !emulator.sessions().get(0).isOpen());
        assertThat(printed).singleElement().asString().endsWith("] one two");
    }
}
