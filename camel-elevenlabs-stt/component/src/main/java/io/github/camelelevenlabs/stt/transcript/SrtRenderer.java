package io.github.camelelevenlabs.stt.transcript;

import java.util.List;

/**
 * Writes subtitles as SubRip does ({@code .srt}): all at once, or as segments come, each time what is to be appended to
 * what was written before. For one thread at a time.
 */
public final class SrtRenderer {

    /** Makes text of what players would take for a tag or an ASS command: SubRip has no escapes, so it is invisible. */
    private static final String WORD_JOINER = "\u2060";

    private final CueTrack track = new CueTrack();
    private int number;

    /** A whole file; empty when nothing was said. */
    public static String render(Transcript transcript) {
        return new SrtRenderer().append(transcript.segments());
    }

    /** @param segments that follow those before */
    public String append(List<Segment> segments) {
        StringBuilder srt = new StringBuilder();
        for (Cue cue : track.add(segments)) {
            number++;
            srt.append(number)
                    .append('\n')
                    .append(Cue.timestamp(cue.startTime(), ','))
                    .append(" --> ")
                    .append(Cue.timestamp(cue.endTime(), ','))
                    .append('\n');
            cue.lines().forEach(line -> srt.append(harmless(line)).append('\n'));
            srt.append('\n');
        }
        return srt.toString();
    }

    private static String harmless(String line) {
        return line.replace("-->", "→").replaceAll("<(?=[\\p{L}/])|\\{(?=\\\\)", "$0" + WORD_JOINER);
    }
}
