package io.github.camelelevenlabs.stt.benchmark;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegAlone;
import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Long recordings in a folder, made of the same ten seconds. */
final class AudioFiles {

    private static final short LINEAR = 1;
    private static final short MU_LAW = 7;

    private final Path folder;
    private final int periods;

    /** @param seconds of each file, in whole periods */
    AudioFiles(Path folder, int seconds) {
        this.folder = folder;
        this.periods = Math.max(1, seconds / PeriodicSpeech.SECONDS_OF_PERIOD);
    }

    int seconds() {
        return periods * PeriodicSpeech.SECONDS_OF_PERIOD;
    }

    Path stereo(int sampleRate) throws IOException {
        return wav(
                "stereo-" + sampleRate + ".wav",
                periods,
                LINEAR,
                2,
                sampleRate,
                stereo(PeriodicSpeech.period(sampleRate).pcm()));
    }

    Path muLaw() throws IOException {
        return wav(
                "mu-law.wav",
                periods,
                MU_LAW,
                1,
                8_000,
                PeriodicSpeech.period(8_000).ulaw());
    }

    /** Joint stereo at 44.1 kHz and 128 kbit/s. MP3 has no header: the encoded period is repeated. */
    Path mp3() throws IOException, InterruptedException {
        Path one = folder.resolve("period.mp3");
        Path period = wav(
                "period.wav",
                1,
                LINEAR,
                2,
                44_100,
                stereo(PeriodicSpeech.period(44_100).pcm()));
        FfmpegAlone.run(
                "-i", period.toString(), "-b:a", "128k", "-write_xing", "0", "-id3v2_version", "0", one.toString());
        byte[] encoded = Files.readAllBytes(one);
        Path all = folder.resolve("stereo.mp3");
        try (OutputStream out = Files.newOutputStream(all)) {
            for (int i = 0; i < periods; i++) {
                out.write(encoded);
            }
        }
        return all;
    }

    private static byte[] stereo(byte[] mono) {
        ByteBuffer in = ByteBuffer.wrap(mono).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(2 * mono.length).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            short sample = in.getShort();
            out.putShort(sample).putShort((short) (sample / 2));
        }
        return out.array();
    }

    private Path wav(String name, int times, short encoding, int channels, int sampleRate, byte[] samples)
            throws IOException {
        int bytesPerFrame = samples.length / PeriodicSpeech.SECONDS_OF_PERIOD / sampleRate;
        int length = Math.multiplyExact(samples.length, times);
        ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
        header.put(ascii("RIFF")).putInt(length + 36).put(ascii("WAVEfmt ")).putInt(16);
        header.putShort(encoding).putShort((short) channels).putInt(sampleRate).putInt(sampleRate * bytesPerFrame);
        header.putShort((short) bytesPerFrame).putShort((short) (bytesPerFrame / channels * Byte.SIZE));
        header.put(ascii("data")).putInt(length);
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header.array());
            for (int i = 0; i < times; i++) {
                out.write(samples);
            }
        }
        return file;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
