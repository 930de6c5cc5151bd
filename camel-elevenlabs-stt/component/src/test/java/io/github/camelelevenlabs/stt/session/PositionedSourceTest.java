package io.github.camelelevenlabs.stt.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class PositionedSourceTest {

    /** The greatest position that a header may have; in nanoseconds it is larger than any number of 64 bits. */
    private static final Duration FAR = Duration.ofMillis(1_000_000_000_000_000L);

    @Test
    void counts_on_from_any_position_that_a_header_may_have() {
        PositionedSource source =
                new PositionedSource(aSecond(), Resumption.at(FAR, 0, false), new LateAudio("id", () -> false));
        source.open();
        assertThat(source.position()).isEqualTo(FAR);
        source.read();
        assertThat(source.position()).isEqualTo(FAR.plusSeconds(1));
    }

    private static AudioSource aSecond() {
        return new AudioSource() {
            @Override
            public CompletionStage<Opened> open() {
                return CompletableFuture.completedFuture(new Opened(PcmFormat.PCM_48000, 1));
            }

            @Override
            public CompletionStage<Block> read() {
                return CompletableFuture.completedFuture(
                        new Block(ByteBuffer.allocate(96_000), false, false, OptionalLong.empty()));
            }

            @Override
            public void close() {}
        };
    }
}
