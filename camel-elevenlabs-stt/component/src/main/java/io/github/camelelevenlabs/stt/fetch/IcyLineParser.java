package io.github.camelelevenlabs.stt.fetch;

import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;

/** Also accepts the status line of Shoutcast servers, {@code ICY 200 OK}, as HTTP/1.0. */
final class IcyLineParser extends BasicLineParser {

    private static final String ICY = "ICY ";

    @Override
    public StatusLine parseStatusLine(CharArrayBuffer line) throws ParseException {
        boolean icy =
                line.length() > ICY.length() && line.substring(0, ICY.length()).equals(ICY);
        if (!icy) {
            return super.parseStatusLine(line);
        }
        String rest = line.substringTrimmed(ICY.length(), line.length());
        int space = rest.indexOf(' ');
        try {
            int status = Integer.parseInt(space < 0 ? rest : rest.substring(0, space));
            return new StatusLine(HttpVersion.HTTP_1_0, status, space < 0 ? "" : rest.substring(space + 1));
        } catch (NumberFormatException e) {
            throw new ParseException("no status: " + line);
        }
    }
}
