package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.session.TestSettings.KEEP_ALIVE;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import io.github.camelelevenlabs.stt.session.ScriptedTransport.Sent;
import io.github.camelelevenlabs.stt.threads.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChunkWriterTest {

    private static final PcmFormat FORMAT = PcmFormat.PCM_16000;
    private static final int CHUNK_BYTES = 3_200;

    private final ManualTime time = new ManualTime();
    private final ScriptedTransport service = new ScriptedTransport(time);
    private final List<String> asked = new ArrayList<>();
    private final ChunkWriter writer = new ChunkWriter(
            new TestSettings().build(),
            FORMAT,
            () -> {
                asked.add("text before");
                return "text before";
            },
            time);

    @BeforeEach
    void open() {
        writer.open(service);
    }

    private void audio(Duration duration) {
        writer.audio(Slice.of(new byte[(int) FORMAT.samples(duration) * 2]));
        time.settle();
    }

    private List<Integer> sizes() {
        return service.sent().stream().map(message -> message.audio().length).toList();
    }

    @Test
    void only_the_first_message_has_the_text_before_it() {
        assertThat(asked).isEmpty();
        audio(ofMillis(250));
        assertThat(service.sent()).extracting(Sent::previousText).containsExactly("text before", null, null);
        assertThat(asked).hasSize(1);
    }

    @Test
    void no_message_is_longer_than_a_chunk_and_the_last_one_has_the_rest() {
        audio(ofMillis(100));
        audio(ofMillis(250));
        assertThat(sizes()).containsExactly(CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES, CHUNK_BYTES / 2);
        assertThat(service.commits()).isEmpty();
    }

    @Test
    void a_service_that_takes_no_such_chunks_gets_quarters() {
        writer.splitChunks();
        audio(ofMillis(100));
        int quarter = CHUNK_BYTES / 4;
        assertThat(sizes()).containsExactly(quarter, quarter, quarter, quarter);
    }

    @Test
    void a_commit_goes_in_one_message_with_its_padding() {
        writer.commit(Slice.of(new byte[11_200]));
        assertThat(sizes()).containsExactly(11_200);
        assertThat(service.commits()).hasSize(1);
    }

    @Test
    void an_empty_message_goes_whenever_none_went_for_the_interval() {
        time.advance(KEEP_ALIVE.minusMillis(1));
        audio(ofMillis(100));
        time.advance(KEEP_ALIVE.minusMillis(1));
        assertThat(sizes()).containsExactly(CHUNK_BYTES);
        time.advance(ofMillis(1));
        assertThat(sizes()).containsExactly(CHUNK_BYTES, 0);
        time.advance(KEEP_ALIVE);
        assertThat(sizes()).containsExactly(CHUNK_BYTES, 0, 0);
        assertThat(service.commits()).isEmpty();
    }

    @Test
    void none_goes_after_the_end() {
        writer.stop();
        time.advance(KEEP_ALIVE.multipliedBy(3));
        assertThat(sizes()).isEmpty();
    }

    @Test
    void it_keeps_up_while_the_socket_takes_messages() {
        service.stopsReading();
        audio(ofMillis(700));
        assertThat(writer.isKeepingUp()).isTrue();
        audio(ofMillis(100));
        assertThat(writer.isKeepingUp()).isFalse();
        service.readsAgain();
        assertThat(writer.isKeepingUp()).isTrue();
    }
}
