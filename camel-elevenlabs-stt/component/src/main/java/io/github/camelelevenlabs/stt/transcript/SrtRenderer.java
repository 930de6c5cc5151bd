package io.github.camelelevenlabs.stt.transcript;

import java.util.List;

/**
 * Writes subtitles as SubRip ({@code .srt}): a whole file, or one part of it for each group of segments, to be appended to
 * the parts before. For one thread at a time.
 */
public final class SrtRenderer {

    /** An invisible character that stops players from reading text as a tag or an ASS command: SubRip has no escapes. */
    private static final String WORD_JOINER = "\u2060";

    private final CueTrack track = new CueTrack();
    private int number;

    /** A whole file; empty when nothing was said. */
    public static String render(Transcript transcript) {
        return new SrtRenderer().append(transcript.segments());
    }

    /** The next part of the file. @param segments the ones after those of earlier calls */
    public String append(List<Segment> segments) {
        StringBuilder srt = new StringBuilder();
        for (Cue cue : track.add(segments)) {
            number++;
            srt.append(number).append('\n').append(cue.timing(','));
            cue.lines().forEach(line -> srt.append(harmless(line)).append('\n'));
            srt.append('\n');
        }
        return srt.toString();
    }

    private static String harmless(String line) {
        return line.replace("-->", "→").replaceAll("<(?=[\\p{L}/])|\\{(?=\\\\)", "$0" + WORD_JOINER);
    }
}
