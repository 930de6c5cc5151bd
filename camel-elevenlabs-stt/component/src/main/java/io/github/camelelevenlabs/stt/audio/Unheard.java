package io.github.camelelevenlabs.stt.audio;

import io.github.camelelevenlabs.stt.audio.container.FormatSplitter;
import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.ffmpeg.FfmpegException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.AudioNotice;
import java.util.Optional;

/**
 * What of a recording was not heard, as it is told to its owner. Each kind once, or whoever sends the recording could fill the
 * log.
 */
final class Unheard {

    /** More bytes than that are no damaged place, nor what a writer left behind. */
    private static final long MANY_BYTES = 16 * 1024;

    /** Fewer hold no sound, and often are the end of a line that something on the way has added. */
    private static final long MIN_BYTES = FileStart.BYTES;

    private final String subject;
    private final Container first;
    private final Decoding decoding;

    private boolean partTold;
    private boolean otherTold;
    private boolean jumpTold;
    private boolean complaintTold;
    private volatile long strangeAtEnd;

    /** @param subject what the recording is called */
    Unheard(String subject, Container first, Decoding decoding) {
        this.subject = subject;
        this.first = first;
        this.decoding = decoding;
    }

    /** Another file begins within a part, or behind one that is not followed. */
    void other(Optional<Container> other) {
        if (other.isPresent() && !otherTold) {
            otherTold = true;
            tell("not all of " + subject + " is heard: behind its audio another file follows, which is " + other.get());
        }
    }

    /**
     * There are no more bytes.
     *
     * @param telling whether the last part tells by itself what is behind it
     */
    void end(FormatSplitter splitter, boolean telling) {
        long inMiddle = splitter.strangeBytes() - splitter.strangeBytesAtEnd();
        long least = decoding.live() ? MANY_BYTES : MIN_BYTES;
        if (inMiddle >= least) {
            tell(subject + " has " + inMiddle + " bytes in its middle that are no " + first + " and gave no sound");
        }
        if (telling) {
            return;
        }
        strangeAtEnd = splitter.strangeBytesAtEnd();
        if (strangeAtEnd >= least && !isFailure()) {
            tell("not all of " + subject + " is heard: behind its audio there are " + strangeAtEnd
                    + " bytes of no known format");
        }
        if (splitter.missing() >= least) {
            tell("not all of " + subject + " is heard: it is cut off, and " + splitter.missing()
                    + " bytes are missing or are something else");
        }
        rest(splitter);
    }

    /** The decoder of the last part takes no more, or there are no more bytes. */
    void rest(FormatSplitter splitter) {
        other(splitter.unheard());
        if (splitter.isLeft() && !otherTold) {
            otherTold = true;
            tell("not all of " + subject
                    + " is heard: behind its audio something follows that its decoder does not take");
        }
    }

    /** Of a part in a format whose end nobody but its decoder knows, or whose coding may change without a word. */
    void complaint(Container container, String complaint) {
        boolean known = FormatSplitter.isFollowed(container) && container != Container.MPEG_TS;
        if (!complaintTold && !decoding.live() && !known) {
            complaintTold = true;
            tell("not all of " + subject + " is heard: its decoder does not take something in it: " + complaint);
        }
    }

    void part(AudioException failure) {
        if (!partTold) {
            partTold = true;
            tell(subject + " has a part that gave no sound: " + failure.getMessage());
        }
    }

    void jump(long millis, long at) {
        if (!decoding.live() && !jumpTold) {
            jumpTold = true;
            decoding.settings()
                    .tell(
                            AudioNotice.Kind.TIMES_JUMP,
                            subject + " has times that jump by " + millis + " ms after " + at
                                    + " ms, more than a pause can; the jump is left out of the times");
        }
    }

    /** When all has been heard that can be: so much that is unknown is a fault of the recording. */
    void check(long millis) throws AudioException {
        if (isFailure()) {
            throw FfmpegException.plainly(
                    "is " + first + ", but the " + strangeAtEnd + " bytes behind " + millis / 1000.0
                            + " s are of no known format and gave no sound; what comes before them was heard");
        }
    }

    private boolean isFailure() {
        return strangeAtEnd >= MANY_BYTES && FormatSplitter.SURE.contains(first);
    }

    private void tell(String text) {
        decoding.settings().tell(AudioNotice.Kind.NOT_DECODED, text);
    }
}
