package io.github.camelelevenlabs.stt.fetch;

import java.util.Optional;

/**
 * An open response.
 *
 * @param stream the bytes as they arrive; closing it closes the connection without reading the rest
 * @param contentType the header of the response
 * @param contentEncoding the header of the response; no encoding was requested, and the header is often wrong
 * @param fileName the file name in the URL that responded last; may be empty
 * @param endless whether the server did not state the length, as for a live stream; false for HLS, whose segments
 *     stay available for a while
 * @param resumable whether a new fetch continues at the position that was read
 * @param trackChosen whether the chosen sound track is the only one of the stream
 */
public record FetchedAudio(
        FetchedStream stream,
        Optional<String> contentType,
        Optional<String> contentEncoding,
        String fileName,
        boolean endless,
        boolean resumable,
        boolean trackChosen) {}
