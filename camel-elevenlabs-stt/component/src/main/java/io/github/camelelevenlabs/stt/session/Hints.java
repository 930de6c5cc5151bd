package io.github.camelelevenlabs.stt.session;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the service is told about the speech. It is part of the request of a connection, so that a change counts from the next
 * connection on.
 *
 * @param languageCode null lets the service detect the language
 * @param previousText the context that was asked for, also when a later text has taken its place; null for none
 */
public record Hints(String languageCode, List<String> keyterms, String previousText) {

    public static final Hints NONE = new Hints(null, List.of(), null);

    public Hints {
        keyterms = List.copyOf(keyterms);
    }

    /** A change of some of it. Null leaves a part as it is. */
    public record Change(String languageCode, List<String> keyterms, String previousText) {

        public static final Change NONE = new Change(null, null, null);

        public boolean isNone() {
            return equals(NONE);
        }

        /** Both changes as one; where both change the same part, the later one counts. */
        public Change then(Change later) {
            return new Change(
                    either(later.languageCode, languageCode),
                    either(later.keyterms, keyterms),
                    either(later.previousText, previousText));
        }
    }

    Hints changed(Change change) {
        return new Hints(
                either(change.languageCode, languageCode),
                either(change.keyterms, keyterms),
                either(change.previousText, previousText));
    }

    /** The change without those of its parts that are so already. */
    Change news(Change change) {
        return new Change(
                Objects.equals(change.languageCode, languageCode) ? null : change.languageCode,
                change.keyterms == null || areSame(keyterms, change.keyterms) ? null : change.keyterms,
                Objects.equals(change.previousText, previousText) ? null : change.previousText);
    }

    /** Whether a connection with these has the same request; the text before is in its first message. */
    boolean isSameRequest(Hints other) {
        return Objects.equals(languageCode, other.languageCode) && areSame(keyterms, other.keyterms);
    }

    /** Terms have no order, and may come from a set. */
    private static boolean areSame(List<String> keyterms, List<String> others) {
        return Set.copyOf(keyterms).equals(Set.copyOf(others));
    }

    private static <T> T either(T first, T second) {
        return first == null ? second : first;
    }

    /** For logs. */
    @Override
    public String toString() {
        return keyterms.size() + " keyterms, "
                + (languageCode == null ? "any language" : "language " + Printable.of(languageCode));
    }
}
