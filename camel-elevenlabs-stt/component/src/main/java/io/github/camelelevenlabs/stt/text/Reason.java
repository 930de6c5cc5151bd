package io.github.camelelevenlabs.stt.text;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Describes an exception in one line. The outermost exception often lacks the reason, which is in the message of a cause or of a
 * suppressed exception, and some exceptions have no message at all.
 */
public final class Reason {

    /** Limits the search, since causes may form a circle. */
    private static final int MAX_EXCEPTIONS = 16;

    /** Messages that say something new. */
    private static final int MAX_PARTS = 3;

    /** In characters, for each of several messages; a single message may be longer. */
    private static final int MAX_PART_LENGTH = 200;

    /** The begin of Netty's message, which ends with the received bytes. */
    private static final String NO_TLS = "not an SSL/TLS record";

    /** What OpenSSL's failures say in Netty, whatever happened; the cause says that. */
    private static final String OPEN_SSL = "General OpenSslEngine problem";

    /** Netty's message for a peer that hangs up. */
    private static final Pattern HANG_UP_AT_TLS =
            Pattern.compile("Connection closed while (?:SSL/)?TLS handshake was in progress");

    /** What Netty's native transport puts before the words of the operating system, for example {@code finishConnect(..) failed: }. */
    private static final Pattern SYSTEM_CALL =
            Pattern.compile("^\\w+\\(\\.\\.\\) failed(?: with error\\(-?\\d+\\))?: ");

    private static final String OURS = "io.github.camelelevenlabs.";

    private Reason() {}

    /** One line that says what happened; never empty. */
    public static String of(Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        // Messages of our own exceptions are complete.
        if (cause.getClass().getName().startsWith(OURS) && hasWords(cause)) {
            return cause.getMessage();
        }
        List<Throwable> all = withCauses(cause);
        List<String> parts = new ArrayList<>();
        int limit = all.size() == 1 ? Printable.MAX_MESSAGE_LENGTH : MAX_PART_LENGTH;
        all.forEach(one -> add(parts, words(one, limit)));
        if (parts.isEmpty() || parts.size() == 1 && isAddress(parts.get(0))) {
            add(parts, name(all.get(all.size() - 1)));
        }
        return String.join(": ", parts);
    }

    /** The exception, its causes, and then what they suppressed. */
    private static List<Throwable> withCauses(Throwable first) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> all = new ArrayList<>();
        Deque<Throwable> next = new ArrayDeque<>();
        next.add(first);
        while (!next.isEmpty() && all.size() < MAX_EXCEPTIONS) {
            for (Throwable one = next.poll(); one != null && all.size() < MAX_EXCEPTIONS; one = one.getCause()) {
                if (!seen.add(one)) {
                    break;
                }
                all.add(one);
                next.addAll(List.of(one.getSuppressed()));
            }
        }
        return all;
    }

    private static void add(List<String> parts, String words) {
        if (words.isEmpty() || parts.size() == MAX_PARTS || parts.stream().anyMatch(part -> part.contains(words))) {
            return;
        }
        parts.removeIf(words::contains);
        parts.add(words);
    }

    private static String words(Throwable failure, int limit) {
        if (!hasWords(failure)) {
            return "";
        }
        if (failure.getMessage().startsWith(NO_TLS)) {
            return "what answers there does not speak TLS";
        }
        if (HANG_UP_AT_TLS.matcher(failure.getMessage()).lookingAt()) {
            return "the connection was closed in the TLS handshake, as by a server that does not speak TLS";
        }
        if (failure instanceof NoSuchFileException missing) {
            return "there is no file " + Printable.of(missing.getFile(), limit);
        } else if (failure instanceof AccessDeniedException denied) {
            return "this process may not access " + Printable.of(denied.getFile(), limit);
        }
        String words = Printable.of(SYSTEM_CALL.matcher(failure.getMessage()).replaceFirst(""), limit);
        if (failure instanceof UnknownHostException
                && !words.toLowerCase(Locale.ROOT).contains("unknown host")) {
            return "unknown host " + words;
        }
        return words;
    }

    /** Whether an exception has a message of its own; many repeat that of their cause, with its class. */
    private static boolean hasWords(Throwable failure) {
        String message = failure.getMessage();
        return message != null
                && !message.isBlank()
                && (failure.getCause() == null
                        || !message.startsWith(failure.getCause().getClass().getName()) && !message.equals(OPEN_SSL));
    }

    private static boolean isAddress(String words) {
        return words.startsWith("ws://") || words.startsWith("wss://");
    }

    private static String name(Throwable failure) {
        String simple = failure.getClass().getSimpleName();
        return simple.isEmpty() ? failure.getClass().getName() : simple;
    }
}
