package io.github.camelelevenlabs.stt.audio.pcm;

import java.util.Arrays;
import java.util.Map;

/**
 * The speaker positions of channels, which decide how loud each channel is in the mix. The gains follow ITU-R BS.775,
 * so that speech in the centre is not quieter than music on all sides.
 *
 * @param mask one bit for each speaker, as in WAV and ffmpeg, in the order of the channels; 0 when unknown
 */
public record SpeakerLayout(int mask) {

    public static final SpeakerLayout UNKNOWN = new SpeakerLayout(0);

    private static final int LEFT_AND_RIGHT = 0b11;
    private static final int CENTRE = 0b100;
    private static final int LOW_FREQUENCIES = 0b1000;
    private static final int SPEAKERS = 18;
    private static final float HALF_POWER = 0.7071f;

    /** Layouts by their name in ffmpeg. One or two channels have equal gains. */
    private static final Map<String, Integer> NAMED = Map.ofEntries(
            Map.entry("2.1", 0b1011),
            Map.entry("3.0", 0b111),
            Map.entry("3.1", 0b1111),
            Map.entry("4.0", 0b1_0000_0111),
            Map.entry("4.1", 0b1_0000_1111),
            Map.entry("quad", 0b11_0011),
            Map.entry("5.0", 0b11_0111),
            Map.entry("5.0(side)", 0b110_0000_0111),
            Map.entry("5.1", 0b11_1111),
            Map.entry("5.1(side)", 0b110_0000_1111),
            Map.entry("6.1", 0b111_0000_1111),
            Map.entry("7.1", 0b110_0011_1111));

    /**
     * The layout in the description of a track.
     *
     * @param description a sound track in the words of ffmpeg, such as {@code aac (LC), 48000 Hz, 5.1, fltp}
     */
    public static SpeakerLayout in(String description) {
        return Arrays.stream(description.split(", "))
                .filter(NAMED::containsKey)
                .findFirst()
                .map(name -> new SpeakerLayout(NAMED.get(name)))
                .orElse(UNKNOWN);
    }

    /** The relative gain of each channel; all equal when the layout is unknown or has another number of channels. */
    float[] gains(int channels) {
        float[] gains = new float[channels];
        Arrays.fill(gains, 1);
        // Layouts without centre and side speakers have equal gains too.
        if (Integer.bitCount(mask) == channels && channels > 2) {
            int channel = 0;
            for (int speaker = 0; speaker < SPEAKERS; speaker++) {
                int bit = 1 << speaker;
                if ((mask & bit) != 0) {
                    gains[channel++] = gain(bit);
                }
            }
        }
        return gains;
    }

    private static float gain(int speaker) {
        return speaker == CENTRE
                ? 1
                : speaker == LOW_FREQUENCIES
                        ? 0
                        : (speaker & LEFT_AND_RIGHT) != 0 ? HALF_POWER : HALF_POWER * HALF_POWER;
    }
}
