package io.github.camelelevenlabs.stt.benchmark.sink;

import io.github.camelelevenlabs.stt.benchmark.load.PeriodicSpeech;
import java.util.Arrays;

/** The audio that every session has to send, in order, from its first byte on. */
final class ExpectedAudio {

    private static final byte[] PERIOD =
            PeriodicSpeech.period(PeriodicSpeech.SAMPLE_RATE).pcm();

    private ExpectedAudio() {}

    /** How many of these bytes, of which the first one is at this position, are others than expected. */
    static int wrong(byte[] audio, long position) {
        int wrong = 0;
        for (int at = 0; at < audio.length; ) {
            int inPeriod = (int) ((position + at) % PERIOD.length);
            int length = Math.min(audio.length - at, PERIOD.length - inPeriod);
            if (Arrays.mismatch(audio, at, at + length, PERIOD, inPeriod, inPeriod + length) >= 0) {
                wrong += length;
            }
            at += length;
        }
        return wrong;
    }
}
