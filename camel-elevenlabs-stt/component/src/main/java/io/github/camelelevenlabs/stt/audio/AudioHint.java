package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Optional;

/**
 * What is known of a recording before its first byte.
 *
 * @param format      raw audio of this format, whatever the bytes look like; empty to find out
 * @param fileName    with or without a path, or null
 * @param contentType as in HTTP, parameters included, or null
 */
public record AudioHint(Optional<PcmFormat> format, String fileName, String contentType) {

    /** Characters of a name or type in a message, whose end says what is accepted. */
    private static final int MAX_SHOWN = 100;

    /** Nothing is known: the bytes decide. */
    public static final AudioHint NONE = new AudioHint(Optional.empty(), null, null);

    /** Raw audio of this format. */
    public static AudioHint raw(PcmFormat format) {
        return new AudioHint(Optional.of(format), null, null);
    }

    /** The bytes decide, and where they do not, these; both may be null. */
    public static AudioHint of(String fileName, String contentType) {
        return new AudioHint(Optional.empty(), fileName, contentType);
    }

    /** What to call the recording in a message. */
    String subject() {
        return fileName == null || fileName.isBlank() ? "the audio" : Printable.of(fileName, MAX_SHOWN);
    }

    /** The same with its content type, where it has one. */
    String subjectAndType() {
        return contentType == null || contentType.isBlank()
                ? subject()
                : subject() + " (" + Printable.of(contentType, MAX_SHOWN) + ")";
    }
}
