package io.github.camelelevenlabs.stt.fetch;

import java.io.InputStream;
import java.util.Optional;

/**
 * What a URL gave.
 *
 * @param stream      the bytes, as they come; closing it ends the connection, however much there still is
 * @param contentType as the server said it
 * @param contentEncoding as the server said it; nothing was asked for, and what is written there is often untrue
 * @param fileName    of the URL that answered in the end; may be empty
 * @param endless     whether the server did not say how much there is, as with a live stream; one that keeps it for
 *                    a while, as with HLS, is not meant
 * @param resumable   whether whoever opens it again goes on where it was read to
 */
public record FetchedAudio(
        InputStream stream,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        String fileName,
        boolean endless,
        boolean resumable) {}
