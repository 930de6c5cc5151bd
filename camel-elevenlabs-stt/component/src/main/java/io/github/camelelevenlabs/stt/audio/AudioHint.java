package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a recording before its first byte.
 *
 * @param format      raw audio of this format, whatever the bytes look like; empty to find out
 * @param fileName    with or without a path, or null
 * @param contentType as in HTTP, parameters included, or null
 * @param contentEncoding as in HTTP, or null
 */
public record AudioHint(Optional<PcmFormat> format, String fileName, String contentType, String contentEncoding) {

    private static final Set<String> COMPRESSIONS =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "bzip2", "xz", "lz4", "snappy");

    /** Characters of a name or type in a message, whose end says what is accepted. */
    private static final int MAX_SHOWN = 100;

    /** Nothing is known: the bytes decide. */
    public static final AudioHint NONE = new AudioHint(Optional.empty(), null, null, null);

    /** Raw audio of this format. */
    public static AudioHint raw(PcmFormat format) {
        return new AudioHint(Optional.of(format), null, null, null);
    }

    /** The bytes decide, and where they do not, these; both may be null. */
    public static AudioHint of(String fileName, String contentType) {
        return new AudioHint(Optional.empty(), fileName, contentType, null);
    }

    /** The same with what {@code Content-Encoding} says, which may be null. */
    public AudioHint encoded(String contentEncoding) {
        return new AudioHint(format, fileName, contentType, contentEncoding);
    }

    /**
     * Whether somebody says that the bytes are compressed. They often are not: what is written there ranges from
     * {@code none} and {@code utf-8} to {@code gzip} in front of what was unpacked on the way.
     */
    boolean isCompressed() {
        return contentEncoding != null
                && Arrays.stream(contentEncoding.split("[,;\\s]"))
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .anyMatch(COMPRESSIONS::contains);
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
