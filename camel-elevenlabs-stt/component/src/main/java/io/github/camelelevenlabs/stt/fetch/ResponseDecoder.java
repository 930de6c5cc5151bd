package io.github.camelelevenlabs.stt.fetch;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * Decodes responses as browsers do: lines may end with a line feed alone, and headers have one character for each byte. Also
 * accepts the status line of Shoutcast servers, {@code ICY 200 OK}, as HTTP/1.0.
 */
final class ResponseDecoder extends HttpResponseDecoder {

    // Far above what servers send, and far below what would be harmful:
    static final int MAX_LINE = 16 * 1024;
    static final int MAX_HEADERS = 100;

    /** The limit for all headers together. */
    private static final int MAX_HEADER_BYTES = 256 * 1024;

    private static final String ICY = "ICY";

    ResponseDecoder() {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setAllowDuplicateContentLengths(true)
                .setStrictLineParsing(false)
                .setValidateHeaders(false));
    }

    @Override
    protected HttpMessage createMessage(String[] statusLine) {
        if (statusLine[0].equals(ICY)) {
            return super.createMessage(new String[] {"HTTP/1.0", statusLine[1], statusLine[2]});
        }
        return super.createMessage(statusLine);
    }
}
