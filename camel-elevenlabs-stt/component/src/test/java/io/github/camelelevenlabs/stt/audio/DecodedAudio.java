package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The whole output of a source. */
record DecodedAudio(PcmFormat format, List<AudioSource.Block> blocks) {

    static DecodedAudio of(AudioSource source) throws Exception {
        PcmFormat format = result(source.open()).format();
        List<AudioSource.Block> blocks = new ArrayList<>();
        AudioSource.Block block = result(source.read());
        while (block != AudioSource.Block.END) {
            blocks.add(block);
            block = result(source.read());
        }
        return new DecodedAudio(format, blocks);
    }

    byte[] samples() {
        return Bytes.joined(
                blocks.stream().map(block -> Bytes.of(block.samples())).toArray(byte[][]::new));
    }

    List<Integer> sizes() {
        return blocks.stream().map(block -> block.samples().remaining()).toList();
    }

    private static <T> T result(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
