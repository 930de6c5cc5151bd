package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Notices that another file begins within a unit that is passed over, or behind a recording whose format is not followed: what
 * claims to be long may have been cut off. Such units hold frames of others: these count only when they reach to the end
 * without a break. Used by one thread.
 */
final class OtherFileWatch {

    /** Above three frames of any format. */
    private static final int MAX_HELD = 32 * 1024;

    /** Packets within a container are shorter, or something else stands behind them. */
    private static final int MIN_FRAMES_BYTES = 4 * 1024;

    private static final boolean[] PAIRS = FormatDetector.pairs();

    /** Where the samples of any format have begun. */
    private static final int MAX_HEADER = 8 * 1024;

    /** Whether its own sound may reach to its end as frames without a break. */
    private final boolean mayBeFrames;

    private ByteBuffer held = ByteBuffer.allocate(0);
    private long passed;
    private Container other;

    /** Of the frames that are being passed over; null when there are none. */
    private AudioFrames frames;

    private boolean isFrames;
    private Container framesOf;
    private long framesBytes;
    private long toPass;

    /** The whole of an MP4 may end with such frames, which say nothing then. */
    private final boolean ofTracks;

    /** @param container what the recording is */
    OtherFileWatch(Container container) {
        this.mayBeFrames = switch (container) {
            // Whatever their sound is coded in lies there without a break, up to the end.
            case CAF, WAV, AIFF, AU, WAVE64, MP4, MXF, AC_3, E_AC_3 -> true;
            default -> false;
        };
        this.ofTracks = container == Container.MP4 || container == Container.MXF;
    }

    /** Takes the next bytes, which stay where they are. */
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

    /** Where to go on, or -1 to wait for more bytes. */
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

    /** There are no more bytes: what it was that followed. */
    Optional<Container> end() {
        boolean framesAtEnd = frames != null && framesBytes >= MIN_FRAMES_BYTES && !isFrames;
        return other == null && framesAtEnd ? Optional.of(framesOf) : Optional.ofNullable(other);
    }
}
