package io.github.camelelevenlabs.stt.audio.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.audio.pcm.Bytes;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormatSplitterTest {

    private record Sample(Container container, byte[] bytes) {}

    private static Sample sample(Container container, String extension, String options) {
        byte[] wav = Tones.at(48_000).pause(Duration.ofMillis(400)).say("one").wav();
        return new Sample(container, Encoder.encode(wav, extension, options));
    }

    /** No two of these can be decoded as one recording. */
    private static final List<Sample> SAMPLES = List.of(
            sample(Container.MP3, "mp3", "-b:a 64k -write_id3v2 0"),
            sample(Container.MP3, "mp3", "-b:a 64k -ar 22050 -write_id3v2 0"),
            sample(Container.AAC, "aac", "-c:a aac"),
            sample(Container.MPEG_TS, "ts", "-c:a aac"),
            sample(Container.MPEG_TS, "ts", "-c:a mp2"),
            sample(Container.OGG, "ogg", "-c:a libopus"),
            sample(Container.FLAC, "flac", "-c:a flac"),
            sample(Container.MATROSKA, "webm", "-c:a libopus"),
            sample(Container.MP4, "mp4", "-c:a aac -movflags +frag_keyframe+empty_moov"),
            sample(Container.AMR, "amr", "-c:a libopencore_amrnb -ar 8000 -b:a 12.2k"));

    private static List<FormatSplitter.Piece> split(byte[] bytes, Container first, Random random, int longest) {
        FormatSplitter splitter = new FormatSplitter(first);
        List<FormatSplitter.Piece> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(longest));
            pieces.addAll(splitter.split(ByteBuffer.wrap(bytes.clone(), at, length)));
            at += length;
        }
        pieces.addAll(splitter.end());
        return pieces;
    }

    private static byte[] joined(List<FormatSplitter.Piece> pieces) {
        return Bytes.joined(
                pieces.stream().map(piece -> Bytes.of(piece.bytes())).toArray(byte[][]::new));
    }

    @Test
    void joined_recordings_are_split_at_their_boundaries_and_no_byte_is_lost() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Sample> mix = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Sample next = SAMPLES.get(random.nextInt(SAMPLES.size()));
                if (mix.isEmpty() || mix.get(mix.size() - 1) != next) {
                    mix.add(next);
                }
            }
            byte[] bytes = Bytes.joined(mix.stream().map(Sample::bytes).toArray(byte[][]::new));
            List<FormatSplitter.Piece> pieces =
                    split(bytes, mix.get(0).container(), random, random.nextBoolean() ? 300 : 20_000);
            List<Container> parts = new ArrayList<>(List.of(mix.get(0).container()));
            pieces.stream().filter(FormatSplitter.Piece::begins).forEach(piece -> parts.add(piece.container()));
            assertThat(parts)
                    .as("round %s", round)
                    .isEqualTo(mix.stream().map(Sample::container).toList());
            // A part of MPEG-TS may begin with a table of the previous part.
            assertThat(joined(pieces).length - bytes.length)
                    .as("round %s", round)
                    .isIn(0, 188, 376);
        }
    }

    @Test
    void damaged_bytes_stay_in_one_part() {
        Random random = new Random(12);
        for (int round = 0; round < 300; round++) {
            Sample sample = SAMPLES.get(round % SAMPLES.size());
            byte[] damaged = sample.bytes().clone();
            IntStream.range(0, 20).forEach(i -> damaged[random.nextInt(damaged.length)] = (byte) random.nextInt());
            List<FormatSplitter.Piece> pieces = split(damaged, sample.container(), random, 5_000);
            assertThat(joined(pieces)).as("round %s", round).isEqualTo(damaged);
        }
    }

    @Test
    void noise_matches_no_format() {
        byte[] noise = new byte[5_000_000];
        new Random(13).nextBytes(noise);
        for (Sample sample : SAMPLES) {
            byte[] bytes = Bytes.joined(sample.bytes(), noise);
            assertThat(split(bytes, sample.container(), new Random(1), 100_000))
                    .noneMatch(FormatSplitter.Piece::begins);
        }
    }

    @Test
    void a_live_stream_is_passed_on_without_delay() {
        byte[] mp3 = SAMPLES.get(0).bytes();
        FormatSplitter splitter = new FormatSplitter(Container.MP3);
        long out = 0;
        for (int at = 0; at + 100 <= mp3.length; at += 100) {
            out += splitter.split(ByteBuffer.wrap(mp3, at, 100)).stream()
                    .mapToInt(piece -> piece.bytes().remaining())
                    .sum();
            assertThat(at + 100 - out).isLessThan(800);
        }
        assertThat(splitter.unknownBytes()).isZero();
    }
}
