package io.github.camelelevenlabs.stt.emulator;

/**
 * A recognised word.
 *
 * @param start          seconds since the first sample of the connection
 * @param end            seconds since the first sample of the connection
 * @param logProbability natural logarithm of how sure the recogniser is, 0 or less
 */
public record SpokenWord(String text, double start, double end, double logProbability) {}
