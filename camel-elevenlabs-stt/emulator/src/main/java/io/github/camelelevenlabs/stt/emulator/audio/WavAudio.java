package io.github.camelelevenlabs.stt.emulator.audio;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** The samples of a WAV file of 16 bits, its channels mixed to one. */
public record WavAudio(int sampleRate, short[] samples) {

    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int HIGHEST_RATE = 192_000;
    private static final int LOWEST_RATE = 8_000;

    /** Empty for everything else. */
    public static Optional<WavAudio> of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (bytes.getInt() != RIFF || bytes.getInt() == 0 || bytes.getInt() != WAVE) {
                return Optional.empty();
            }
            return chunks(bytes);
        } catch (BufferUnderflowException truncated) {
            return Optional.empty();
        }
    }

    private static Optional<WavAudio> chunks(ByteBuffer bytes) {
        int channels = 0;
        int rate = 0;
        while (true) {
            int name = bytes.getInt();
            long length = Math.min(Integer.toUnsignedLong(bytes.getInt()), bytes.remaining());
            if (name == FMT) {
                bytes.getShort();
                channels = bytes.getShort();
                rate = bytes.getInt();
                bytes.getInt();
                bytes.getShort();
                if (bytes.getShort() != 16 || channels < 1 || rate < LOWEST_RATE || rate > HIGHEST_RATE) {
                    return Optional.empty();
                }
                length -= 16;
            } else if (name == DATA) {
                return channels == 0
                        ? Optional.empty()
                        : Optional.of(new WavAudio(rate, mixed(bytes, length, channels)));
            }
            skip(bytes, length + length % 2);
        }
    }

    private static void skip(ByteBuffer bytes, long length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + (int) length);
    }

    private static short[] mixed(ByteBuffer bytes, long length, int channels) {
        short[] samples = new short[(int) (length / 2 / channels)];
        for (int i = 0; i < samples.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < channels; channel++) {
                sum += bytes.getShort();
            }
            samples[i] = (short) (sum / channels);
        }
        return samples;
    }
}
