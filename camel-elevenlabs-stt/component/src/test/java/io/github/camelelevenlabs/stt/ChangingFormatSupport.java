package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.audio.ffmpeg.Encoder;
import io.github.camelelevenlabs.stt.emulator.Tones;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;

/** Base of tests with recordings that are made of parts. */
abstract class ChangingFormatSupport extends SttRouteSupport {

    @Override
    void routes(RouteBuilder routes) {
        routes.from("direct:recording").to("elevenlabs-stt:calls");
        routes.from("direct:split").to("elevenlabs-stt:calls?channels=split");
    }

    static byte[] encoded(String words, String options) {
        byte[] wav = Tones.at(48_000)
                .pace(Duration.ofMillis(200), Duration.ofMillis(200))
                .say(words)
                .wav();
        String[] parts = options.trim().split(" ", 2);
        return Encoder.encode(wav, parts[0], parts[1]);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
