package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.FrameSync;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.detect.Tag;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Detects another file within a unit that is skipped, or behind a recording whose format is not followed: a unit that
 * claims to be long may have been cut off. Such units may contain audio frames of their own; frames therefore count
 * only when they continue to the end without a gap. Used by one thread.
 */
final class OtherFileWatch {

    /** Above the length of three frames of any format. */
    private static final int MAX_HELD = 32 * 1024;

    /** Packets within a container are shorter, or have other bytes behind them. */
    private static final int MIN_FRAMES_BYTES = 4 * 1024;

    private static final boolean[] PAIRS = FormatDetector.pairs();

    /** The samples of any format begin before this position. */
    private static final int MAX_HEADER = 8 * 1024;

    /** Whether the sound of the unit itself may consist of consecutive frames up to its end. */
    private final boolean mayBeFrames;

    private ByteBuffer held = ByteBuffer.allocate(0);
    private long passed;
    private Container other;

    /** The frames being skipped; null when there are none. */
    private AudioFrames frames;

    private boolean isFrames;
    private Container framesOf;
    private long framesBytes;
    private long toPass;

    /** An MP4 or MXF may end with frames of its own, which prove nothing. */
    private final boolean ofTracks;

    /** @param container the format of the recording */
    OtherFileWatch(Container container) {
        this.mayBeFrames = switch (container) {
            // Their sound, in any codec, may be stored without gaps up to the end.
            case CAF, WAV, AIFF, AU, WAVE64, MP4, MXF, AC_3, E_AC_3 -> true;
            default -> false;
        };
        this.ofTracks = container == Container.MP4 || container == Container.MXF;
    }

    /** Inspects the next bytes. The position of the buffer stays the same. */
    void look(ByteBuffer bytes) {
        if (other != null) {
            return;
        }
        held = Joined.of(held, bytes);
        int at = 0;
        while (at < held.remaining() && other == null) {
            int next = step(at);
            if (next < 0) {
                break;
            }
            at = next;
        }
        passed += at;
        held = held.slice(held.position() + at, held.remaining() - at);
    }

    /** The index to continue at, or -1 to wait for more bytes. */
    private int step(int at) {
        if (toPass > 0) {
            int step = (int) Math.min(toPass, held.remaining() - at);
            toPass -= step;
            return at + step;
        }
        if (frames != null) {
            long length = frames.lengthAt(held, at);
            if (length == Framing.MORE) {
                return -1;
            } else if (length > 0) {
                pass(length);
                return at;
            } else if (Magic.byteAt(held, at) == 0) {
                return at + 1;
            } else if (Magic.isAt(held, at, "TAG")) {
                toPass = Tag.ID3_V1_BYTES;
                return at;
            }
            frames = null;
        }
        int start = FormatDetector.next(PAIRS, held, at);
        if (start > at) {
            return start;
        }
        FormatDetector.Found found = FormatDetector.at(held, at);
        if (found == FormatDetector.TOO_FEW && held.remaining() - at < MAX_HELD) {
            return -1;
        } else if (found instanceof FormatDetector.Found.Begins next) {
            begin(next.container(), at);
        }
        return at + (toPass > 0 ? 0 : 1);
    }

    private void begin(Container next, int at) {
        Optional<FrameSync> framed = next == Container.MPEG_TS ? Optional.empty() : next.frames();
        if (framed.isPresent()) {
            FrameSync sync = framed.get();
            frames = new AudioFrames(sync);
            frames.passed(held, at);
            framesOf = next;
            framesBytes = 0;
            isFrames |= mayBeFrames && (ofTracks || passed + at <= MAX_HEADER);
            pass(sync.lengthAt(held, at));
        } else if (passed + at > 0 && next != Container.DTS) {
            other = next;
        }
    }

    private void pass(long length) {
        toPass = length;
        framesBytes += length;
    }

    /** The format of the other file, if there is one. More bytes may follow. */
    Optional<Container> end() {
        boolean framesAtEnd = frames != null && framesBytes >= MIN_FRAMES_BYTES && !isFrames;
        return other == null && framesAtEnd ? Optional.of(framesOf) : Optional.ofNullable(other);
    }
}
