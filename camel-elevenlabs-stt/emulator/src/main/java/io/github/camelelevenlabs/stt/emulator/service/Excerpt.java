package io.github.camelelevenlabs.stt.emulator.service;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The part of a message that may be shown: its beginning, without audio and credentials. */
public final class Excerpt {
    private static final int LONGEST = 200;
    private static final int SHOWN_OF_BASE64 = 8;
    // Longer than any word that people write, shorter than 10 ms of telephone audio.
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_=-]{64,}+");
    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)((?:api[-_]?key|token|authorization|secret)[^:=\\[]{0,8}[:=]\\s*[\\[\"]?(?:bearer\\s+)?)[^\\s\"&,\\]}]+");

    private Excerpt() {}

    public static String of(byte[] utf8) {
        return of(new String(utf8, StandardCharsets.UTF_8));
    }

    static String of(String text) {
        String shown = CREDENTIAL.matcher(text).replaceAll("$1***");
        shown = BASE64.matcher(shown).replaceAll(found -> shortened(found.group()));
        return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "…";
    }

    private static String shortened(String base64) {
        return base64.substring(0, SHOWN_OF_BASE64) + "…(" + base64.length() + " characters)";
    }
}
