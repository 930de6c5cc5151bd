package io.github.camelelevenlabs.stt.emulator.speech;

/**
 * A word in small letters, as the dictionary has it.
 *
 * @param start milliseconds since the first sample of its segment
 * @param end   milliseconds since the first sample of its segment
 */
public record HeardWord(String text, long start, long end) {}
