package io.github.camelelevenlabs.stt.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.ffmpeg.AudioTrack;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.audio.pcm.ChannelMode;
import io.github.camelelevenlabs.stt.audio.pcm.Cuts;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.emulator.Tones;
import io.github.camelelevenlabs.stt.test.WavFile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random concatenations of files, unknown bytes, padding and truncated files: all samples of the files are decoded,
 * and everything that is left out is reported.
 */
class MixedAudioTest {

    private static final byte[] SAMPLES = Tones.pcm(16_000, "one two three");

    private final List<AudioNotice> notices = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"1, 300", "2, 300", "3, 300"})
    void all_samples_are_decoded_or_losses_are_reported(long seed, int mixes) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < mixes; i++) {
            Mix mix = Mix.of(random);
            notices.clear();
            byte[] output = i % 2 == 0
                    ? Cuts.RANDOM.decode(new AutoDecoder(AudioHint.NONE, settings()), mix.bytes())
                    : DecodedAudio.of(fed(mix.bytes(), random)).samples();
            assertThat(contains(output, mix.samples())).as("%s", mix.parts()).isTrue();
            boolean reported = notices.stream().anyMatch(notice -> notice.kind() == AudioNotice.Kind.NOT_DECODED);
            boolean onlyPart = output.length == mix.samples().length;
            assertThat(reported || !mix.hasJunk() || !onlyPart)
                    .as("%s", mix.parts())
                    .isTrue();
            assertThat(reported && !mix.hasJunk()).as("%s", mix.parts()).isFalse();
        }
    }

    private DecoderSettings settings() {
        return new DecoderSettings(ChannelMode.MIX, notices::add);
    }

    private FedSource fed(byte[] bytes, Random random) {
        FedSource source = new FedSource(
                AudioHint.NONE,
                new Decoding(
                        ChannelMode.MIX,
                        Runnable::run,
                        Decodings.on(Runnable::run).ffmpeg(),
                        null,
                        notices::add,
                        AudioTrack.FIRST,
                        false));
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, 1 + random.nextInt(40_000));
            source.feed(AudioPiece.of(
                            java.nio.ByteBuffer.wrap(bytes, from, length).slice()))
                    .toCompletableFuture()
                    .orTimeout(10, TimeUnit.SECONDS);
            from += length;
        }
        source.end();
        return source;
    }

    /**
     * Whether the output has every sample of the parts, in order. Unknown bytes may be decoded in between where no
     * length says where the samples end.
     */
    private static boolean contains(byte[] output, byte[] samples) {
        int at = 0;
        for (byte one : output) {
            at += at < samples.length && one == samples[at] ? 1 : 0;
        }
        return at == samples.length;
    }

    /** The first part is always a file. */
    private record Mix(byte[] bytes, byte[] samples, List<String> parts, boolean hasJunk) {

        static Mix of(Random random) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteArrayOutputStream samples = new ByteArrayOutputStream();
            List<String> parts = new ArrayList<>();
            boolean junk = false;
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                int kind = i == 0 ? random.nextInt(5) : random.nextInt(7);
                byte[] own = Arrays.copyOf(SAMPLES, 2 * (200 + random.nextInt(SAMPLES.length / 2 - 200)));
                switch (kind) {
                    case 0 -> bytes.writeBytes(wav().data(own).bytes());
                    case 1 ->
                        bytes.writeBytes(wav().data(own).chunk("LIST", list()).bytes());
                    case 2 ->
                        bytes.writeBytes(wav().data(own, WavFile.UNKNOWN_LENGTH).bytes());
                    case 3 -> bytes.writeBytes(wav().data(own, 0).bytes());
                    case 4 ->
                        bytes.writeBytes(wav().data(own, own.length + 100_000).bytes());
                    case 5 -> bytes.writeBytes(new byte[2 * random.nextInt(500)]);
                    default -> {
                        byte[] unknown = new byte[64 + 2 * random.nextInt(500)];
                        random.nextBytes(unknown);
                        unknown[0] = (byte) 0xFE;
                        bytes.writeBytes(unknown);
                        junk = true;
                    }
                }
                if (kind < 5) {
                    samples.writeBytes(own);
                }
                parts.add(List.of("right", "list", "unknown", "zero", "cut off", "padding", "junk")
                        .get(kind));
            }
            return new Mix(bytes.toByteArray(), samples.toByteArray(), parts, junk);
        }

        private static WavFile wav() {
            return new WavFile().format(WavFile.PCM, 1, 16_000, 16);
        }

        private static byte[] list() {
            return Bytes.joined(Bytes.ascii("INFOISFT"), new byte[26]);
        }
    }
}
