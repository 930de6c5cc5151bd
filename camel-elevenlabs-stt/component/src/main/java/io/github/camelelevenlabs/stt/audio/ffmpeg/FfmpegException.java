package io.github.camelelevenlabs.stt.audio.ffmpeg;

import io.github.camelelevenlabs.stt.audio.ffmpeg.MediaInfo.Track;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ffmpeg could not decode a recording. Frequent causes have a message that needs no knowledge of ffmpeg. */
public final class FfmpegException extends AudioException {

    private static final long serialVersionUID = 1L;

    private static final String TRACK_ABSENT = "has no such sound track";

    private static final String ENCRYPTED = "is encrypted (DRM); decrypt it before it is sent";

    private static final Pattern NO_DECODER =
            Pattern.compile("(?i)(?:Decoder \\(codec|no decoder found for:) ?([\\w-]{1,30})\\)?");

    private final transient Optional<String> plain;

    private FfmpegException(String message, Optional<String> plain) {
        super(message);
        this.plain = plain;
    }

    static FfmpegException of(String output, MediaInfo media) {
        return new FfmpegException("ffmpeg could not decode it: " + output, plain(output, media));
    }

    /**
     * A failure with a plain message.
     *
     * @param predicate the fault of the recording, as {@link #plain()} returns it
     */
    public static FfmpegException plainly(String predicate) {
        return new FfmpegException("it " + predicate, Optional.of(predicate));
    }

    public static FfmpegException encrypted() {
        return plainly(ENCRYPTED);
    }

    /** Whether there are sound tracks, but not the requested one. */
    public boolean isTrackAbsent() {
        return plain().filter(TRACK_ABSENT::equals).isPresent();
    }

    /**
     * The fault of the recording as a predicate, such as "has no sound track"; empty when only ffmpeg's own message
     * is known.
     */
    public Optional<String> plain() {
        return plain == null ? Optional.empty() : plain;
    }

    private static Optional<String> plain(String output, MediaInfo media) {
        List<Track> sound = media.sound();
        Matcher codec = NO_DECODER.matcher(output);
        if (output.contains("matches no streams") || output.contains("does not contain any stream")) {
            return Optional.of(sound.isEmpty() ? "has no sound track" : TRACK_ABSENT);
        } else if (output.contains("moov atom not found")) {
            return Optional.of("has no index (moov): its recording was not finished, or the file is cut off");
        } else if (sound.stream().anyMatch(Track::isEncrypted)) {
            return Optional.of(ENCRYPTED);
        } else if (codec.find()) {
            String name = codec.group(1).equals("none") && sound.size() == 1
                    ? sound.get(0).codecName()
                    : codec.group(1);
            return Optional.of("has sound in the codec " + name + ", which this ffmpeg does not decode");
        } else if (output.contains("partial file") || output.contains("Truncat")) {
            return Optional.of("is cut off");
        }
        return Optional.empty();
    }
}
