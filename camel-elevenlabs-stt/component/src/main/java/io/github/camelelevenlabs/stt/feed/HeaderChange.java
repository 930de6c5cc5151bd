package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.options.CommaSeparated;
import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.protocol.PreviousText;
import io.github.camelelevenlabs.stt.session.Hints;
import java.util.List;
import org.apache.camel.Message;

/** Reads the headers of a message that change a running session. */
public final class HeaderChange {

    private HeaderChange() {}

    /** @throws IllegalArgumentException with the name of a header whose value is not allowed */
    static Hints.Change of(Message message) {
        Hints.Change language = language(Headers.LANGUAGE_CODE, message.getHeader(Headers.LANGUAGE_CODE, String.class));
        Object keyterms = message.getHeader(Headers.KEYTERMS);
        return language.then(keyterms == null ? Hints.Change.NONE : keyterms(Headers.KEYTERMS, keyterms))
                .then(previousText(message.getHeader(Headers.PREVIOUS_TEXT, String.class)));
    }

    /** @param option how the caller calls it */
    public static Hints.Change language(String option, String code) {
        OptionChecks.languageCode(option, code);
        return new Hints.Change(code, null, null);
    }

    /** @param given text with commas, or a collection; blank or empty for none */
    public static Hints.Change keyterms(String option, Object given) {
        List<String> keyterms = CommaSeparated.values(given);
        OptionChecks.keyterms(option, keyterms);
        return new Hints.Change(null, keyterms, null);
    }

    /** A blank text changes nothing. */
    public static Hints.Change previousText(String text) {
        return new Hints.Change(null, null, PreviousText.endOf(text));
    }
}
