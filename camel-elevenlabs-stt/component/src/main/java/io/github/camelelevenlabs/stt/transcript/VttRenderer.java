package io.github.camelelevenlabs.stt.transcript;

import java.util.List;

/**
 * Writes subtitles as WebVTT ({@code .vtt}): a whole file, or one part of it for each group of segments, to be appended to
 * the parts before. For one thread at a time.
 */
public final class VttRenderer {

    private static final String HEADER = "WEBVTT\n\n";

    private final CueTrack track = new CueTrack();
    private boolean begun;

    /** A whole file; a header alone when nothing was said. */
    public static String render(Transcript transcript) {
        return new VttRenderer().append(transcript.segments());
    }

    /** The next part of the file. @param segments the ones after those of earlier calls */
    public String append(List<Segment> segments) {
        StringBuilder vtt = new StringBuilder(begun ? "" : HEADER);
        begun = true;
        for (Cue cue : track.add(segments)) {
            vtt.append(cue.timing('.'));
            if (cue.channel() != null) {
                vtt.append("<v Channel ").append(cue.channel()).append('>');
            }
            cue.lines().forEach(line -> vtt.append(escaped(line)).append('\n'));
            vtt.append('\n');
        }
        return vtt.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
