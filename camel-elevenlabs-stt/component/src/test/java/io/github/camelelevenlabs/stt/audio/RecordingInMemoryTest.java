package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_8000;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.ULAW_8000;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class RecordingInMemoryTest {

    private static final Decoding HERE = Decodings.on(task -> {
        throw new AssertionError("nothing has to wait");
    });

    private static final byte[] SAMPLES = Bytes.samples(200_000);

    @Test
    void gives_a_wavs_samples_in_blocks_of_at_most_a_second() throws Exception {
        DecodedAudio output = DecodedAudio.of(
                new Recording(AudioPiece.of(ByteBuffer.wrap(WavFile.mono(8_000, SAMPLES))), AudioHint.NONE, HERE));
        assertThat(output.format()).isEqualTo(PCM_8000);
        assertThat(output.samples()).isEqualTo(SAMPLES);
        assertThat(output.sizes()).allMatch(size -> size <= 16_000 && size % 2 == 0);
    }

    @Test
    void a_second_of_mu_law_is_half_as_long() throws Exception {
        DecodedAudio output =
                DecodedAudio.of(new Recording(AudioPiece.of(ByteBuffer.wrap(SAMPLES)), AudioHint.raw(ULAW_8000), HERE));
        assertThat(output.samples()).isEqualTo(SAMPLES);
        assertThat(output.sizes()).allMatch(size -> size <= 8_000);
    }

    @Test
    void shares_the_recordings_memory_and_leaves_its_position() throws Exception {
        ByteBuffer recording = ByteBuffer.wrap(SAMPLES, 100, 1_000);
        DecodedAudio output = DecodedAudio.of(new Recording(AudioPiece.of(recording), AudioHint.raw(PCM_16000), HERE));
        assertThat(output.blocks()).singleElement().satisfies(block -> {
            assertThat(block.samples().array()).isSameAs(SAMPLES);
            assertThat(block.samples().arrayOffset()).isEqualTo(100);
            assertThat(block.commit()).isFalse();
        });
        assertThat(recording.position()).isEqualTo(100);
    }

    @Test
    void accepts_direct_and_read_only_buffers() throws Exception {
        ByteBuffer direct =
                ByteBuffer.allocateDirect(SAMPLES.length).put(SAMPLES).flip();
        assertThat(DecodedAudio.of(new Recording(AudioPiece.of(direct.asReadOnlyBuffer()), AudioHint.NONE, HERE))
                        .samples())
                .isEqualTo(SAMPLES);
    }

    @Test
    void accepts_a_recording_shorter_than_a_header() throws Exception {
        DecodedAudio output =
                DecodedAudio.of(new Recording(AudioPiece.of(ByteBuffer.wrap(Bytes.of(1, 2, 3))), AudioHint.NONE, HERE));
        assertThat(output.format()).isEqualTo(PCM_16000);
        assertThat(output.samples()).containsExactly(1, 2);
    }

    @Test
    void opening_bytes_that_are_no_audio_fails() {
        Recording empty = new Recording(AudioPiece.of(ByteBuffer.allocate(0)), AudioHint.raw(PCM_16000), HERE);
        assertThat(empty.open())
                .failsWithin(ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(AudioException.class)
                .withMessageContaining("no audio: the audio is empty");
        empty.close();
    }
}
