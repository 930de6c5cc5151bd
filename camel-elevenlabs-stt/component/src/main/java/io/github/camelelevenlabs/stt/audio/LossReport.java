package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.FormatSplitter;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import java.util.Optional;

/**
 * Reports to the user which audio of a recording was not transcribed. Each kind is reported once per recording;
 * otherwise the sender of a recording could fill the log.
 */
final class LossReport {

    /** More unknown bytes are neither a damaged place nor the leftover of a writer. */
    private static final long MANY_BYTES = 16 * 1024;

    /** Fewer bytes contain no sound; often they are a line end that a system on the way has added. */
    private static final long MIN_BYTES = FileStart.BYTES;

    private final String subject;
    private final Container first;
    private final Decoding decoding;

    private boolean partReported;
    private boolean otherReported;
    private boolean jumpReported;
    private boolean complaintReported;
    private volatile long unknownAtEnd;

    /** @param subject the name of the recording */
    LossReport(String subject, Container first, Decoding decoding) {
        this.subject = subject;
        this.first = first;
        this.decoding = decoding;
    }

    /** Reports another file within a part, or behind a part that is not followed. */
    void other(Optional<Container> other) {
        if (other.isPresent() && !otherReported) {
            otherReported = true;
            report("not all of " + subject + " is heard: behind its audio another file follows, which is "
                    + other.get());
        }
    }

    /**
     * Reports the losses at the end of the bytes.
     *
     * @param reportsRest whether the last part itself reports bytes behind it
     */
    void end(FormatSplitter splitter, boolean reportsRest) {
        long inMiddle = splitter.unknownBytes() - splitter.unknownBytesAtEnd();
        long least = decoding.live() ? MANY_BYTES : MIN_BYTES;
        if (inMiddle >= least) {
            report(subject + " has " + inMiddle + " bytes in its middle that are no " + first + " and gave no sound");
        }
        if (reportsRest) {
            return;
        }
        unknownAtEnd = splitter.unknownBytesAtEnd();
        if (unknownAtEnd >= least && !isFailure()) {
            report("not all of " + subject + " is heard: behind its audio there are " + unknownAtEnd
                    + " bytes of no known format");
        }
        if (splitter.missing() >= least) {
            report("not all of " + subject + " is heard: it is cut off, and " + splitter.missing()
                    + " bytes are missing or are something else");
        }
        rest(splitter);
    }

    /** Reports bytes that the decoder of the last part did not accept. */
    void rest(FormatSplitter splitter) {
        other(splitter.otherFile());
        if (splitter.isLeft() && !otherReported) {
            otherReported = true;
            report("not all of " + subject
                    + " is heard: behind its audio something follows that its decoder does not take");
        }
    }

    /** Reports the complaint of a decoder. Only for formats whose end, or whose codec, only the decoder knows. */
    void complaint(Container container, String complaint) {
        boolean known = FormatSplitter.isFollowed(container) && container != Container.MPEG_TS;
        if (!complaintReported && !decoding.live() && !known) {
            complaintReported = true;
            report("not all of " + subject + " is heard: its decoder does not take something in it: " + complaint);
        }
    }

    void part(AudioException failure) {
        if (!partReported) {
            partReported = true;
            report(subject + " has a part that gave no sound: " + failure.getMessage());
        }
    }

    void jump(long millis, long at) {
        if (!decoding.live() && !jumpReported) {
            jumpReported = true;
            decoding.settings()
                    .report(
                            AudioNotice.Kind.TIMES_JUMP,
                            subject + " has times that jump by " + millis + " ms after " + at
                                    + " ms, more than a pause can; the jump is left out of the times");
        }
    }

    /**
     * Fails when the whole recording has been decoded: so many unknown bytes are a fault of the recording.
     *
     * @param millis the length of the decoded audio
     */
    void check(long millis) throws AudioException {
        if (isFailure()) {
            throw FfmpegException.plainly(
                    "is " + first + ", but the " + unknownAtEnd + " bytes behind " + millis / 1000.0
                            + " s are of no known format and gave no sound; what comes before them was heard");
        }
    }

    private boolean isFailure() {
        return unknownAtEnd >= MANY_BYTES && FormatSplitter.RECOGNISABLE.contains(first);
    }

    private void report(String text) {
        decoding.settings().report(AudioNotice.Kind.NOT_DECODED, text);
    }
}
