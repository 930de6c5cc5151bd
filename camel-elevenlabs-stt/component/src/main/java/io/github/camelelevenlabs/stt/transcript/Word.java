package io.github.camelelevenlabs.stt.transcript;

/**
 * A word, or a sound that the service wrote down such as {@code (laughter)}, with its place in the source's audio.
 *
 * @param text       as spoken, with the punctuation that sticks to it
 * @param startTime  milliseconds from the beginning of the source
 * @param endTime    milliseconds from the beginning of the source
 * @param type       {@code word} or {@code audio_event}
 * @param confidence probability, from 0 to 1
 */
public record Word(String text, long startTime, long endTime, String type, double confidence) {}
