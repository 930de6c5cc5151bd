package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.ffmpeg.DecodeCommand.Access;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A JVM that ends in the middle of its recordings, for a test that checks what it leaves behind. */
final class EndlessDecoder {

    private EndlessDecoder() {}

    /** @param how {@code exit} to end normally, {@code hang} to wait until it is killed */
    public static void main(String[] how) throws IOException, InterruptedException {
        Ffmpeg ffmpeg = new Ffmpeg((delay, task) -> {});
        byte[] wav = Tones.at(16_000).pause(Duration.ofSeconds(60)).wav();
        // Less than the size of a pipe, so that writing does not block; its decoded output is larger.
        byte[] mp3 = Encoder.encode(wav, "mp3", "-ar 16000 -b:a 8k");
        DecodeCommand piped = new DecodeCommand("mp3", Access.IN_ORDER, false, AudioTrack.FIRST);
        DecodeCommand filed = new DecodeCommand("caf", Access.ANYWHERE, false, AudioTrack.FIRST);

        Transcoder waitingForInput = ffmpeg.transcoder(null, piped);
        waitingForInput.write(ByteBuffer.wrap(mp3, 0, 1_000));

        Transcoder fullOutput = ffmpeg.transcoder(null, piped);
        fullOutput.write(ByteBuffer.wrap(mp3));
        fullOutput.end();

        Transcoder ofAFile = ffmpeg.transcoder(null, filed);
        ofAFile.write(ByteBuffer.wrap(Encoder.encode(wav, "caf", "")));
        ofAFile.end();
        ofAFile.read();

        Transcoder spooling = ffmpeg.transcoder(null, filed);
        spooling.write(ByteBuffer.wrap(mp3));

        ProcessHandle.current().descendants().forEach(process -> System.out.println(process.pid()));
        System.out.println("ready");
        if (how[0].equals("exit")) {
            System.exit(0);
        }
        Thread.currentThread().join();
    }
}
