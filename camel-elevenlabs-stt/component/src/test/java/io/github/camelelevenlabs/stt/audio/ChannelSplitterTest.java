package io.github.camelelevenlabs.stt.audio;

import static io.github.camelelevenlabs.stt.audio.Stages.assertFails;
import static io.github.camelelevenlabs.stt.audio.pcm.PcmFormat.PCM_16000;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource.Block;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChannelSplitterTest {

    private static final AudioHint STEREO = AudioHint.of(null, "audio/pcm;rate=16000;channels=2");

    private final Decoding decoding = Decodings.on(Runnable::run, ChannelMode.SPLIT);

    @Test
    void each_channel_gives_its_own_samples() throws Exception {
        AudioSource source = new Recording(AudioPiece.of(frames(100)), STEREO, decoding);
        List<AudioSource> channels = channels(source);
        assertThat(channels).hasSize(2);
        for (int number = 0; number < 2; number++) {
            DecodedAudio output = DecodedAudio.of(channels.get(number));
            assertThat(output.format()).isEqualTo(PCM_16000);
            ByteBuffer samples = ByteBuffer.wrap(output.samples());
            for (int frame = 0; frame < 100; frame++) {
                assertThat(samples.getShort()).isEqualTo((short) (number * 1_000 + frame));
            }
            assertThat(samples.remaining()).isZero();
        }
    }

    @Test
    void a_channel_that_is_far_ahead_waits_for_the_others() throws Exception {
        List<AudioSource> channels = channels(new Recording(AudioPiece.of(frames(16_000 * 60)), STEREO, decoding));
        int seconds = 0;
        CompletableFuture<Block> next = channels.get(0).read().toCompletableFuture();
        while (next.isDone()) {
            seconds++;
            next = channels.get(0).read().toCompletableFuture();
        }
        assertThat(seconds).isBetween(10, 20);
        for (int read = 0; read < seconds / 2; read++) {
            assertThat(channels.get(1).read()).isCompleted();
        }
        assertThat(next).isCompleted();
    }

    @Test
    void a_commit_is_one_of_all_channels() throws Exception {
        FedSource source = new FedSource(STEREO, decoding);
        source.feed(new AudioPiece.Bytes(frames(10), true));
        source.end();
        for (AudioSource channel : channels(source)) {
            assertThat(DecodedAudio.of(channel).blocks())
                    .extracting(Block::commit)
                    .containsExactly(true);
        }
    }

    @Test
    void a_source_that_breaks_breaks_all_channels() throws Exception {
        ScriptedStream stream = new ScriptedStream(Bytes.of(frames(10))).thenFails(new IOException("cut"));
        List<AudioSource> channels = channels(new Recording(AudioPiece.of(stream), STEREO, decoding));
        for (AudioSource channel : channels) {
            assertThat(channel.read()).isCompleted();
            assertFails(channel.read(), IOException.class, "cut");
        }
    }

    @Test
    void too_many_channels_are_refused() {
        AudioHint choir = AudioHint.of(null, "audio/pcm;channels=9");
        assertFails(
                new ChannelSplitter(new Recording(AudioPiece.of(frames(10)), choir, decoding)).open(),
                AudioException.class,
                "too many channels to split");
    }

    private static List<AudioSource> channels(AudioSource source) throws Exception {
        return new ChannelSplitter(source).open().toCompletableFuture().get();
    }

    private static ByteBuffer frames(int count) {
        ByteBuffer frames = ByteBuffer.allocate(count * 4);
        for (int frame = 0; frame < count; frame++) {
            // Bytes of the left channel, then of the right one. The byte order does not matter, because samples are
            // only copied.
            frames.putShort((short) frame).putShort((short) (1_000 + frame));
        }
        return frames.flip();
    }
}
