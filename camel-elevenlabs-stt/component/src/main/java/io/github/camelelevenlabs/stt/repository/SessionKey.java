package io.github.camelelevenlabs.stt.repository;

import io.github.camelelevenlabs.stt.text.Printable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A user's key, and the name under which a store has it: a key may be longer than a file name or an index can be. */
record SessionKey(String text, String hash) {

    /** No byte of UTF-8 has this value. */
    private static final byte NOT_UTF_8 = (byte) 0xff;

    /** @throws IllegalArgumentException when the key is blank */
    static SessionKey of(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("The key of a session is blank; give each session a key of its own");
        }
        return new SessionKey(text, hash(text));
    }

    /** SHA-256 of the key in UTF-8, as {@code printf %s "$key" | sha256sum} prints it. */
    private static String hash(String text) {
        MessageDigest digest = sha256();
        if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
        } else {
            // UTF-8 would replace each unpaired surrogate by a question mark, and two keys would become one.
            digest.update(NOT_UTF_8);
            text.chars().forEach(unit -> {
                digest.update((byte) (unit >> Byte.SIZE));
                digest.update((byte) unit);
            });
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    SupersededException superseded(long epoch, long current) {
        return new SupersededException("The session of " + this + " has epoch " + current + ", this process has "
                + epoch + ": another process has opened it since and goes on with it");
    }

    SupersededException removed(long epoch) {
        return new SupersededException("The session of " + this + ", which this process has with epoch " + epoch
                + ", is no longer there: it was removed");
    }

    /** Printable and short, for messages. */
    @Override
    public String toString() {
        return "key '" + Printable.of(text) + "'";
    }
}
