package io.github.camelelevenlabs.stt.example.telephony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Makes a recording sound like a telephone: mu-law at 8 kHz. What lies above 4 kHz is filtered out first; without that, as
 * with the JDK's own conversion, it comes back as noise.
 */
final class PhoneLine {

    private static final AudioFormat WIDE = new AudioFormat(16_000, 16, 1, true, false);
    private static final AudioFormat NARROW = new AudioFormat(8_000, 16, 1, true, false);
    private static final int REACH = 31;

    private PhoneLine() {}

    /** @param wav 16 kHz, 16 bits, mono */
    static byte[] muLaw(byte[] wav) throws IOException, UnsupportedAudioFileException {
        try (AudioInputStream recording = AudioSystem.getAudioInputStream(new ByteArrayInputStream(wav))) {
            if (!recording.getFormat().matches(WIDE)) {
                throw new UnsupportedAudioFileException(
                        "16 kHz, 16 bits and mono are needed, it is " + recording.getFormat());
            }
            byte[] narrow = narrowed(recording.readAllBytes());
            AudioInputStream linear = new AudioInputStream(new ByteArrayInputStream(narrow), NARROW, narrow.length / 2);
            return AudioSystem.getAudioInputStream(AudioFormat.Encoding.ULAW, linear)
                    .readAllBytes();
        }
    }

    private static byte[] narrowed(byte[] samples) {
        ShortBuffer wide =
                ByteBuffer.wrap(samples).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        ByteBuffer narrow = ByteBuffer.allocate(wide.limit() / 2 * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < wide.limit() - 1; at += 2) {
            double sum = 0;
            for (int tap = Math.max(-REACH, -at); tap <= REACH && at + tap < wide.limit(); tap++) {
                sum += wide.get(at + tap) * weight(tap);
            }
            narrow.putShort((short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(sum))));
        }
        return narrow.array();
    }

    /** A sinc at half the band, in a Hamming window. */
    private static double weight(int tap) {
        double x = Math.PI * tap / 2;
        double sinc = tap == 0 ? 0.5 : 0.5 * Math.sin(x) / x;
        return sinc * (0.54 + 0.46 * Math.cos(Math.PI * tap / REACH));
    }
}
