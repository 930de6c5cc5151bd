package io.github.camelelevenlabs.stt.emulator.protocol;

/**
 * A word, or the space between two, on the clock of the connection.
 *
 * @param start          seconds since the connection's first sample
 * @param end            seconds since the connection's first sample
 * @param logProbability natural logarithm, 0 or less
 */
public record TimedToken(String text, double start, double end, Type type, double logProbability) {

    /** What a token stands for. */
    public enum Type {
        WORD,
        SPACING
    }
}
