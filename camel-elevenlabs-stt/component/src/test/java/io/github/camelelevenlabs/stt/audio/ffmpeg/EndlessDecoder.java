package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Undecoded.Access;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A program that stops in the middle of a recording, for a test that looks at what it leaves behind. */
final class EndlessDecoder {

    private EndlessDecoder() {}

    /** @param how {@code exit} to end as a program does, {@code hang} to wait to be killed */
    public static void main(String[] how) throws IOException, InterruptedException {
        Ffmpeg ffmpeg = new Ffmpeg((delay, task) -> {});
        Transcoder piped = ffmpeg.transcoder(null, new Undecoded("mp3", Access.IN_ORDER));
        byte[] mp3 =
                Encoder.encode(Tones.at(16_000).pause(Duration.ofSeconds(10)).wav(), "mp3", "");
        piped.write(ByteBuffer.wrap(mp3));
        piped.read();
        Transcoder spooled = ffmpeg.transcoder(null, new Undecoded("caf", Access.ANYWHERE));
        spooled.write(ByteBuffer.wrap(mp3));
        ProcessHandle.current().descendants().forEach(process -> System.out.println(process.pid()));
        System.out.println("ready");
        if (how[0].equals("exit")) {
            System.exit(0);
        }
        Thread.currentThread().join();
    }
}
