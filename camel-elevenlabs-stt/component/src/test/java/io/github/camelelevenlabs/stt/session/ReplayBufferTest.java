package io.github.camelelevenlabs.stt.session;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.protocol.InputAudioChunk.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {

    private final ReplayBuffer buffer = new ReplayBuffer(PCM_16000, 0);

    private static long at(int millis) {
        return millis * 16L;
    }

    /** One chunk of alternating speech and silence, each of the given milliseconds. */
    private void append(int... millis) {
        int total = 0;
        for (int part : millis) {
            total += part;
        }
        ByteBuffer bytes = ByteBuffer.allocate(total * 32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < millis.length; i++) {
            for (int sample = 0; sample < millis[i] * 16; sample++) {
                bytes.putShort((short) (i % 2 == 1 ? 0 : sample % 2 == 0 ? 8_000 : -8_000));
            }
        }
        buffer.append(bytes.flip(), false);
    }

    private void sendAll() {
        while (buffer.peek() != null) {
            buffer.take();
        }
    }

    @Test
    void only_audio_that_no_commit_covered_is_sent_again() {
        append(100);
        append(100);
        append(100);
        sendAll();
        buffer.commitThrough(at(150));
        buffer.rewind();
        assertThat(buffer.peek().position()).isEqualTo(at(150));
        assertThat(buffer.take().samples()).isEqualTo(50 * 16);
        assertThat(buffer.take().position()).isEqualTo(at(200));
        assertThat(buffer.peek()).isNull();
        assertThat(buffer.kept()).isEqualTo(ofMillis(150));
    }

    @Test
    void a_chunk_is_cut_behind_its_gap_and_nothing_of_it_is_lost() {
        append(40, 60, 100);
        buffer.cutNextAtGap();
        ReplayBuffer.Chunk head = buffer.take();
        assertThat(head.samples()).isEqualTo(100 * 16);
        assertThat(head.quiet()).isEqualTo(at(60));
        assertThat(head.slice(PCM_16000).length()).isEqualTo(100 * 32);
        ReplayBuffer.Chunk rest = buffer.take();
        assertThat(rest.position()).isEqualTo(at(100));
        assertThat(rest.samples()).isEqualTo(100 * 16);
        assertThat(rest.quiet()).isZero();
        assertThat(rest.gap()).isSameAs(ReplayBuffer.Gap.NONE);
    }

    @Test
    void the_rest_of_a_cut_chunk_is_speech_only_if_it_is_loud() {
        append(100, 100);
        append(0, 60, 40);
        assertThat(buffer.take().speech()).isTrue();
        buffer.cutNextAtGap();
        assertThat(buffer.take().speech())
                .as("the end of a gap that began before")
                .isFalse();
        assertThat(buffer.take().speech()).isTrue();
        buffer.commitThrough(at(120));
        assertThat(buffer.hasSpeech(0, at(200))).isFalse();
    }

    @Test
    void a_pause_is_found_where_it_begins() {
        append(400);
        append(100, 300);
        append(0, 400);
        append(400);
        sendAll();
        assertThat(buffer.pauseIn(at(300), at(700), ofMillis(600))).hasValue(at(500));
        assertThat(buffer.pauseIn(at(501), at(700), ofMillis(600))).isEmpty();
        assertThat(buffer.pauseIn(at(300), at(499), ofMillis(600))).isEmpty();
        assertThat(buffer.pauseIn(at(300), at(700), ofMillis(800))).isEmpty();
    }

    @Test
    void beyond_the_limit_the_oldest_audio_is_dropped_sent_or_not() {
        append(1_000);
        append(1_000);
        buffer.take();
        append(1_000);
        Duration lost = buffer.giveUpBeyond(ofSeconds(1));
        assertThat(lost).isEqualTo(ofSeconds(2));
        assertThat(buffer.start()).isEqualTo(at(2_000));
        assertThat(buffer.unsent()).isEqualTo(at(1_000));
    }

    @Test
    void a_buffer_may_begin_anywhere_and_audio_may_go_on_later() {
        ReplayBuffer later = new ReplayBuffer(PCM_16000, at(60_000));
        assertThat(later.start()).isEqualTo(at(60_000));
        later.append(ByteBuffer.allocate(3_200), false);
        later.jump(at(90_000));
        later.append(ByteBuffer.allocate(3_200), false);
        assertThat(later.take().end()).isEqualTo(at(60_100));
        assertThat(later.take().position()).isEqualTo(at(90_000));
        assertThat(later.kept()).isEqualTo(ofMillis(200));
        later.commitThrough(at(60_100));
        assertThat(later.start()).isEqualTo(at(90_000));
    }

    @Test
    void audio_outside_the_heap_or_in_the_middle_of_an_array_is_kept_as_it_is() {
        byte[] samples = {1, 2, 3, 4, 5, 6, 7, 8};
        buffer.append(ByteBuffer.allocateDirect(10).put(4, samples, 0, 6).position(4), false);
        buffer.append(ByteBuffer.wrap(samples, 2, 6).slice(), false);
        buffer.take();
        buffer.take();
        buffer.commitThrough(1);
        buffer.rewind();
        assertThat(sent()).containsExactly(3, 4, 5, 6);
        assertThat(sent()).containsExactly(3, 4, 5, 6, 7, 8);
    }

    private byte[] sent() {
        Slice next = buffer.take().slice(PCM_16000);
        return Arrays.copyOfRange(next.array(), next.offset(), next.offset() + next.length());
    }

    @Test
    void silence_counts_as_covered_except_where_a_word_may_begin_in_it() {
        append(0, 2_000);
        assertThat(buffer.silentThrough()).isEqualTo(at(1_500));
        append(100);
        append(0, 2_000);
        assertThat(buffer.silentThrough()).as("a word waits for its commit").isEqualTo(at(1_500));
        sendAll();
        buffer.commitThrough(at(2_200));
        assertThat(buffer.silentThrough()).isEqualTo(at(3_600));
        buffer.jump(at(10_000));
        assertThat(buffer.silentThrough()).isEqualTo(at(9_500));
        buffer.commitThrough(at(4_100));
        assertThat(buffer.silentThrough()).as("nothing is kept").isEqualTo(at(10_000));
    }
}
