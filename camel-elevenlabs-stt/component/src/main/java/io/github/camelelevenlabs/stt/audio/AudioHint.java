package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a recording before its first byte arrives.
 *
 * @param format raw audio in this format, whatever the bytes look like; empty to detect the format
 * @param fileName with or without a path, or null
 * @param contentType as in HTTP, with parameters, or null
 * @param contentEncoding as in HTTP, or null
 */
public record AudioHint(Optional<PcmFormat> format, String fileName, String contentType, String contentEncoding) {

    private static final Set<String> COMPRESSIONS =
            Set.of("gzip", "x-gzip", "deflate", "br", "zstd", "compress", "x-compress", "bzip2", "xz", "lz4", "snappy");

    /**
     * The number of characters of a name or type that a message shows. Its end, which says what is accepted, must
     * stay visible.
     */
    private static final int MAX_SHOWN = 100;

    /** Nothing is known: the bytes decide. */
    public static final AudioHint NONE = new AudioHint(Optional.empty(), null, null, null);

    /** Raw audio in this format. */
    public static AudioHint raw(PcmFormat format) {
        return new AudioHint(Optional.of(format), null, null, null);
    }

    /** The bytes decide first, then the file name and the content type. Both may be null. */
    public static AudioHint of(String fileName, String contentType) {
        return new AudioHint(Optional.empty(), fileName, contentType, null);
    }

    /** A copy with this {@code Content-Encoding}, which may be null. */
    public AudioHint encoded(String contentEncoding) {
        return new AudioHint(format, fileName, contentType, contentEncoding);
    }

    /**
     * Whether {@code Content-Encoding} names a compression. The header is often wrong: senders write {@code none} or
     * {@code utf-8} there, or {@code gzip} for bytes that a proxy has already unpacked.
     */
    boolean isCompressed() {
        return contentEncoding != null
                && Arrays.stream(contentEncoding.split("[,;\\s]"))
                        .map(coding -> coding.strip().toLowerCase(Locale.ROOT))
                        .anyMatch(COMPRESSIONS::contains);
    }

    /** The name of the recording in messages. */
    String subject() {
        return fileName == null || fileName.isBlank() ? "the audio" : Printable.of(fileName, MAX_SHOWN);
    }

    /** The name of the recording with its content type, if there is one. */
    String subjectAndType() {
        return contentType == null || contentType.isBlank()
                ? subject()
                : subject() + " (" + Printable.of(contentType, MAX_SHOWN) + ")";
    }
}
