package io.github.camelelevenlabs.stt.transcript;

import static java.lang.Character.UnicodeScript.HAN;
import static java.lang.Character.UnicodeScript.HIRAGANA;
import static java.lang.Character.UnicodeScript.KATAKANA;

import java.lang.Character.UnicodeScript;
import java.util.regex.Pattern;

/** The kinds of places between two fragments, from the best place for a line break to the worst. */
enum Juncture {
    /** A sentence has ended. */
    SENTENCE,
    /** A part of a sentence has ended, as at a comma. */
    CLAUSE,
    PLAIN,
    /** The two fragments belong together: an article and its noun, a number and its unit. */
    AWKWARD;

    private static final String CLOSING = "[\"'“”’»«›)\\]}」』）】》]*";
    private static final Pattern SENTENCE_END = Pattern.compile(".*[.!?…。！？．؟۔।॥]" + CLOSING, Pattern.DOTALL);
    private static final Pattern CLAUSE_END =
            Pattern.compile(".*(?:[,;:–—、，；：،؛)\\]）」』”»]|[^\\p{L}]-)" + CLOSING, Pattern.DOTALL);
    private static final String CLAUSE_BEGIN = "([（「『“„«–—";

    /** Points that end no sentence: titles, initials, ordinals as German writes them. */
    private static final Pattern ABBREVIATED =
            Pattern.compile("[(\"'“„«]*(?:Mr|Mrs|Ms|Dr|Prof|St|vs|\\p{L}(?:\\.\\p{L})*|\\p{N}{1,2})\\.");

    // Articles, prepositions and pronouns are short in the languages that write spaces, and lean on what follows.
    private static final Pattern LEANING = Pattern.compile("[\\p{L}\\p{M}]{1,3}|.*\\p{N}", Pattern.DOTALL);

    private static final String HONORIFICS = "おご御";
    private static final String PARTICLES = "的了";

    /**
     * @param before a fragment
     * @param after  the one that follows it
     * @param spaced whether there is a space between them
     */
    static Juncture between(String before, String after, boolean spaced) {
        // Most texts end in a letter, and that check is faster than the expressions.
        boolean punctuated = !Character.isLetterOrDigit(before.codePointBefore(before.length()));
        if (punctuated && SENTENCE_END.matcher(before).matches() && !isAbbreviated(before, after)) {
            return SENTENCE;
        }
        // Thai puts spaces between phrases, and little other punctuation.
        boolean thai = Writing.isThai(before.codePointBefore(before.length())) && Writing.isThai(after.codePointAt(0));
        boolean clause =
                punctuated && CLAUSE_END.matcher(before).matches() || CLAUSE_BEGIN.indexOf(after.charAt(0)) >= 0;
        if (clause || thai && spaced) {
            return CLAUSE;
        }
        if (thai) {
            return PLAIN;
        }
        boolean awkward = spaced
                ? LEANING.matcher(before).matches()
                        || punctuated && ABBREVIATED.matcher(before).matches()
                : isWithinWord(before.codePointBefore(before.length()), after.codePointAt(0));
        return awkward ? AWKWARD : PLAIN;
    }

    private static boolean isAbbreviated(String before, String after) {
        return ABBREVIATED.matcher(before).matches()
                || before.endsWith(".") && Character.isLowerCase(after.codePointAt(0));
    }

    /**
     * In Japanese a phrase ends in hiragana, unless it is an honorific prefix, and the next begins with anything else. In
     * Chinese little shows where a word ends; a few particles do.
     */
    private static boolean isWithinWord(int before, int after) {
        UnicodeScript script = UnicodeScript.of(after);
        return HONORIFICS.indexOf(before) >= 0
                || script == HIRAGANA
                || Character.isDigit(before)
                || (script == HAN || script == KATAKANA)
                        && script == UnicodeScript.of(before)
                        && PARTICLES.indexOf(before) < 0;
    }
}
