package io.github.camelelevenlabs.stt.emulator.speech;

/**
 * A recognised word, in lower case as in the dictionary.
 *
 * @param start milliseconds since the first sample of its segment
 * @param end   milliseconds since the first sample of its segment
 */
public record RecognisedWord(String text, long start, long end) {}
