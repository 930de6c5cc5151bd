package io.github.camelelevenlabs.stt.transcript;

import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.KATAKANA;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The differences between writing systems that matter for subtitles. */
final class Writing {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private static final Set<UnicodeScript> IDEOGRAPHIC = EnumSet.of(HAN, HIRAGANA, KATAKANA);

    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(HAN, HIRAGANA, KATAKANA, UnicodeScript.HANGUL, UnicodeScript.BOPOMOFO, UnicodeScript.YI);

    private Writing() {}

    /**
     * The width of text on a line: one column for each character as readers count them, two for full-width characters
     * as in Chinese, Japanese and Korean, and for emoji.
     */
    static int columns(String text) {
        if (text.chars().allMatch(Writing::standsAlone)) {
            return text.chars().map(Writing::columnsOf).sum();
        }
        int columns = 0;
        for (Matcher grapheme = GRAPHEME.matcher(text); grapheme.find(); ) {
            columns += columnsOf(text.codePointAt(grapheme.start()));
        }
        return columns;
    }

    /**
     * The end of the longest part that starts at {@code from}, fits into this many columns and has at least one character. Reads
     * no more of the text than that.
     */
    static int fitting(String text, int from, int to, int columns) {
        int room = columns;
        int end = from;
        if (to - from == 1) {
            return to;
        }
        for (Matcher grapheme = GRAPHEME.matcher(text).region(from, to); grapheme.find(); ) {
            room -= columnsOf(text.codePointAt(grapheme.start()));
            if (room < 0 && end > from) {
                break;
            }
            end = grapheme.end();
        }
        return end;
    }

    /** Whether a char is a character of its own for readers, next to others of this kind. */
    private static boolean standsAlone(int character) {
        return character < 0x300 && character != '\r'
                || character >= 0x4E00 && character <= 0x9FFF
                || character >= 0x3041 && character <= 0x3096
                || character >= 0x30A1 && character <= 0x30FA;
    }

    /** The start of the last character of a part of a text, which may continue after the part; the end of the part if there is only one. */
    static int wholeCharacters(String text, int from, int to) {
        int last = from;
        for (Matcher grapheme = GRAPHEME.matcher(text).region(from, to); grapheme.find(); ) {
            last = grapheme.start();
        }
        if (last > from) {
            return last;
        }
        return to - from > 1 && Character.isHighSurrogate(text.charAt(to - 1)) ? to - 1 : to;
    }

    private static int columnsOf(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    private static boolean isWide(int character) {
        boolean halfWidthForm = character >= 0xFF61 && character <= 0xFFDC;
        return isIdeographicPunctuation(character)
                || character >= 0x1F300 && character <= 0x1FAFF
                || !halfWidthForm && WIDE.contains(UnicodeScript.of(character));
    }

    private static boolean isIdeographicPunctuation(int character) {
        return character >= 0x3000 && character <= 0x303E
                || character >= 0xFF01 && character <= 0xFF60
                || character >= 0xFFE0 && character <= 0xFFE6;
    }

    /** Whether the character belongs to Chinese or Japanese, which put no spaces between words. */
    static boolean isIdeographic(int character) {
        return isIdeographicPunctuation(character) || IDEOGRAPHIC.contains(UnicodeScript.of(character));
    }

    static boolean isHan(int character) {
        return UnicodeScript.of(character) == HAN;
    }

    /** Whether there is a space between two texts that follow each other. */
    static boolean areSpaced(String before, String after) {
        return !before.isEmpty()
                && !after.isEmpty()
                && !(isIdeographic(before.codePointBefore(before.length())) && isIdeographic(after.codePointAt(0)));
    }

    static boolean isThai(int character) {
        return UnicodeScript.of(character) == UnicodeScript.THAI;
    }

    /** Whether a text is read from right to left: most of its words are. */
    static boolean isRightToLeft(String text) {
        int fromRight = 0;
        for (String word : text.split(" ")) {
            if (word.chars().anyMatch(Character::isLetter)) {
                fromRight += isShownFromRight(word) ? 1 : -1;
            }
        }
        return fromRight > 0;
    }

    /** Whether players show a line from right to left, by its first letter outside isolates (UAX 9, P2). */
    static boolean isShownFromRight(String line) {
        int depth = 0;
        for (int at = 0; at < line.length(); at += Character.charCount(line.codePointAt(at))) {
            switch (Character.getDirectionality(line.codePointAt(at))) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                        Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                        Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE -> depth++;
                case Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE -> depth = Math.max(0, depth - 1);
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
                    if (depth == 0) {
                        return true;
                    }
                }
                default -> {
                    // No direction of its own.
                }
            }
        }
        return false;
    }
}
