package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import java.util.Optional;

/**
 * What of a recording was not heard, as it is reported to its owner. Each kind once, or whoever sends the recording could fill the
 * log.
 */
final class LossReport {

    /** More bytes than that are no damaged place, nor what a writer left behind. */
    private static final long MANY_BYTES = 16 * 1024;

    /** Fewer hold no sound, and often are the end of a line that something on the way has added. */
    private static final long MIN_BYTES = FileStart.BYTES;

    private final String subject;
    private final Container first;
    private final Decoding decoding;

    private boolean partReported;
    private boolean otherReported;
    private boolean jumpReported;
    private boolean complaintReported;
    private volatile long unknownAtEnd;

    /** @param subject what the recording is called */
    LossReport(String subject, Container first, Decoding decoding) {
        this.subject = subject;
        this.first = first;
        this.decoding = decoding;
    }

    /** Another file begins within a part, or behind one that is not followed. */
    void other(Optional<Container> other) {
        if (other.isPresent() && !otherReported) {
            otherReported = true;
            report("not all of " + subject + " is heard: behind its audio another file follows, which is "
                    + other.get());
        }
    }

    /**
     * There are no more bytes.
     *
     * @param reportsRest whether the last part tells by itself what is behind it
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

    /** The decoder of the last part takes no more, or there are no more bytes. */
    void rest(FormatSplitter splitter) {
        other(splitter.otherFile());
        if (splitter.isLeft() && !otherReported) {
            otherReported = true;
            report("not all of " + subject
                    + " is heard: behind its audio something follows that its decoder does not take");
        }
    }

    /** Of a part in a format whose end nobody but its decoder knows, or whose coding may change without a word. */
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

    /** When all has been heard that can be: so much that is unknown is a fault of the recording. */
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
