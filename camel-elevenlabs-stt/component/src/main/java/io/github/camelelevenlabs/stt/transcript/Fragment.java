package io.github.camelelevenlabs.stt.transcript;

/**
 * What is never torn apart between two lines or cues: a word with its punctuation, or a character in languages that write
 * no spaces.
 *
 * @param text    without space at either end
 * @param spaced  whether there is a space before it
 * @param start   when it begins to be spoken, in milliseconds of the source
 * @param end     when it has been spoken, in milliseconds of the source
 * @param columns the room it takes on a line
 * @param before  what kind of place there is before it
 */
record Fragment(String text, boolean spaced, long start, long end, int columns, Juncture before) {}
