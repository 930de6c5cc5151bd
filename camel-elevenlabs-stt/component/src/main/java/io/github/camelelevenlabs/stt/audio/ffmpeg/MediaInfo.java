package io.github.camelelevenlabs.stt.audio.ffmpeg;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ffmpeg reports about its input: the start of its clock and its sound tracks. Parses the lines of the log up to
 * the description of the output. Not thread-safe.
 */
public final class MediaInfo {

    private static final Pattern START =
            Pattern.compile("\\[info]\\s+Duration: .{0,40}, start: (-?\\d{1,12})\\.(\\d{3}).*");

    private static final Pattern STREAM = Pattern.compile(
            "\\[info]\\s+Stream #0:\\d+(?:\\[[^\\]]{1,20}])?(?:\\(([\\w-]{1,20})\\))?: (\\w{1,20}): (.{0,200}).*");

    private static final int MAX_TRACKS = 100;

    /**
     * A sound track.
     *
     * @param language as in the container; {@code und} when it is not set
     * @param codec the description of ffmpeg
     */
    public record Track(String language, String codec) {

        public boolean isEncrypted() {
            return codec.contains("enca /") || codec.contains("drms /");
        }

        /** The name of the codec without its parameters. */
        String codecName() {
            return codec.split("[ ,]", 2)[0];
        }
    }

    private final List<Track> sound = new ArrayList<>();
    private boolean over;
    private long startMillis;

    /** Parses one line of the log. */
    void line(String line) {
        if (over) {
            return;
        }
        Matcher start = START.matcher(line);
        Matcher stream = STREAM.matcher(line);
        if (line.startsWith("[info] Output #") || line.startsWith("[info] Stream mapping")) {
            over = true;
        } else if (start.matches()) {
            long whole = Long.parseLong(start.group(1)) * 1000;
            startMillis = whole + (start.group(1).startsWith("-") ? -1 : 1) * Long.parseLong(start.group(2));
        } else if (stream.matches() && stream.group(2).equals("Audio") && sound.size() < MAX_TRACKS) {
            sound.add(new Track(stream.group(1) == null ? "und" : stream.group(1), stream.group(3)));
        }
    }

    /** The earliest timestamp of all tracks, including video, in milliseconds. */
    public long startMillis() {
        return startMillis;
    }

    public List<Track> sound() {
        return List.copyOf(sound);
    }

    /** The languages of the sound tracks in their order. */
    public List<String> languages() {
        return sound.stream().map(Track::language).toList();
    }
}
