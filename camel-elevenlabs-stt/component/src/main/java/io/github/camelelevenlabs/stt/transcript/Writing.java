package io.github.camelelevenlabs.stt.transcript;

import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.KATAKANA;

import java.lang.Character.UnicodeScript;
import java.text.Bidi;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the writing systems of the world differ in, as far as subtitles need to know. */
final class Writing {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private static final Set<UnicodeScript> IDEOGRAPHIC = EnumSet.of(HAN, HIRAGANA, KATAKANA);

    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(HAN, HIRAGANA, KATAKANA, UnicodeScript.HANGUL, UnicodeScript.BOPOMOFO, UnicodeScript.YI);

    private Writing() {}

    /**
     * The room that text takes on a line: a column for each character as readers count them, two for those of full width
     * as in Chinese, Japanese and Korean, and for emoji.
     */
    static int columns(CharSequence text) {
        return GRAPHEME.matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToInt(grapheme -> columnsOf(grapheme.codePointAt(0)))
                .sum();
    }

    /** The length of as much of a text's beginning as takes at most so many columns; of a character at least. */
    static int fitting(String text, int columns) {
        int room = columns;
        int end = 0;
        for (MatchResult grapheme : GRAPHEME.matcher(text).results().toList()) {
            room -= columnsOf(grapheme.group().codePointAt(0));
            if (room < 0 && end > 0) {
                break;
            }
            end = grapheme.end();
        }
        return end;
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

    /** Whether this text is read from the right, though words of another language may be in it. */
    static boolean isRightToLeft(String text) {
        int fromRight = 0;
        for (String word : text.split(" ")) {
            if (word.chars().anyMatch(Character::isLetter)) {
                fromRight += isShownFromRight(word) ? 1 : -1;
            }
        }
        return fromRight > 0;
    }

    /** Whether players, which go by the first letter, show this line from the right. */
    static boolean isShownFromRight(String line) {
        return !new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    }
}
