package io.github.camelelevenlabs.stt.fetch;

import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/** Also accepts the status line of Shoutcast servers, {@code ICY 200 OK}, as HTTP/1.0. */
final class IcyLineParser extends BasicLineParser {

    private static final String ICY = "ICY ";

    @Override
    public StatusLine parseStatusLine(CharArrayBuffer line) throws ParseException {
        if (!line.toString().startsWith(ICY)) {
            return super.parseStatusLine(line);
        }
        CharArrayBuffer http = new CharArrayBuffer(line.length());
        http.append("HTTP/1.0 ");
        http.append(line, ICY.length(), line.length() - ICY.length());
        return super.parseStatusLine(http);
    }
}
