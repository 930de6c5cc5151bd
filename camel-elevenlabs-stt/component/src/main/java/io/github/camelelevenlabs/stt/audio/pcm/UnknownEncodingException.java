package io.github.camelelevenlabs.stt.audio.pcm;

/** The file format is supported in Java, but not the encoding of its samples; ffmpeg may support it. */
public final class UnknownEncodingException extends AudioException {

    private static final long serialVersionUID = 1L;

    /** @param found such as {@code WAV with 1 channel of IMA ADPCM at 8000 Hz} */
    public UnknownEncodingException(String found) {
        super(found);
    }
}
