package io.github.camelelevenlabs.stt.audio.pcm;

/** The file format is one that we read, but not what lies in it; ffmpeg may. */
public final class UnknownEncodingException extends AudioException {

    private static final long serialVersionUID = 1L;

    /** @param found such as {@code WAV with 1 channel of IMA ADPCM at 8000 Hz} */
    public UnknownEncodingException(String found) {
        super(found);
    }
}
