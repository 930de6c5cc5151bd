package io.github.camelelevenlabs.stt.transcript;

/**
 * Text that is never split between two lines or cues: a word with its punctuation, or a character in languages without
 * spaces.
 *
 * @param text    without space at either end
 * @param spaced  whether there is a space before it
 * @param start   when its speech begins, in milliseconds of the source
 * @param end     when its speech ends, in milliseconds of the source
 * @param columns its width on a line
 * @param before  the kind of place before it
 */
record Fragment(String text, boolean spaced, long start, long end, int columns, Juncture before) {}
