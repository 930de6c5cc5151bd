package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Container;
import io.github.camelelevenlabs.stt.audio.detect.Magic;
import io.github.camelelevenlabs.stt.audio.detect.Tag;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Splits a recording or stream where its format changes: to another format, as when a radio station changes its
 * codec, or to the same format with another sample rate, other tracks or a new header. Each part is for one decoder.
 * Used by one thread.
 *
 * <p>Expected bytes are passed on at once. Other bytes wait until their format is clear, at most {@value #MAX_HELD}
 * of them. Bytes of no known format go to the previous decoder, which skips them.
 */
public final class FormatSplitter {

    /** Above the length of three frames of any format. */
    private static final int MAX_HELD = 32 * 1024;

    /** An index behind the samples is smaller than this in nearly all files. */
    private static final long MAX_LOOKED_AT = 1024 * 1024;

    /**
     * Formats whose units can be recognised among any other bytes. Many unknown bytes in them are a fault of the
     * recording.
     */
    public static final Set<Container> RECOGNISABLE =
            Set.of(Container.MP3, Container.AAC, Container.MPEG_TS, Container.OGG, Container.MP4, Container.MATROSKA);

    /**
     * The next bytes of a part.
     *
     * @param begins whether these are the first bytes of the part
     * @param otherFile with the first bytes: the format of a file that began within the previous part and was not
     *     decoded
     */
    public record Piece(Container container, boolean begins, ByteBuffer bytes, Optional<Container> otherFile) {}

    private enum Following {
        /** Unit by unit. */
        UNITS,
        /** Byte by byte, for a format without units that can be followed. */
        BYTES,
        /** Not at all, for a format that may contain others. */
        NOTHING
    }

    private Container container;
    private Framing framing;
    /** The first bytes of everything that is searched for among unknown bytes. */
    private boolean[] pairs;

    private Following following;
    private boolean searching;
    private boolean begins;
    /** Whether the magic of the part itself has arrived; it does not begin another part. */
    private boolean begun;

    private long toPass;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private long unknown;
    private long unknownAtEnd;
    /** Whether any unit of the recording has arrived. A stream may begin within a unit. */
    private boolean anyUnit;

    /** Watches skipped bytes for other files; null when none are skipped. */
    private OtherFileWatch watch;

    private Optional<Container> otherFile = Optional.empty();
    private Optional<Container> before = Optional.empty();
    /** Whether a unit of the part has arrived. */
    private boolean unitSeen;

    private long leftByDecoder;

    private final List<Piece> pieces = new ArrayList<>();

    /** @param first the format of the first bytes */
    public FormatSplitter(Container first) {
        enter(first);
        begins = false;
    }

    private void enter(Container next) {
        before = otherFile();
        otherFile = Optional.empty();
        unitSeen = false;
        container = next;
        begins = true;
        begun = false;
        leftByDecoder = 0;
        toPass = 0;
        framing = framingOf(next);
        pairs = FormatDetector.pairs(framing == null ? new int[0] : framing.firstBytes());
        follow(framing != null ? Following.UNITS : next == Container.FLAC ? Following.BYTES : Following.NOTHING);
        searching = following == Following.BYTES || framing instanceof AudioFrames;
    }

    private static Framing framingOf(Container container) {
        return switch (container) {
            case MP3, AAC, AC_3, E_AC_3 -> new AudioFrames(container.frames().orElseThrow());
            case MPEG_TS -> new TransportPackets();
            case OGG -> new OggPages();
            case MP4 -> new Mp4Boxes();
            case MATROSKA -> new MatroskaElements();
            case ASF -> new AsfObjects();
            case AVI -> new RiffChunks("AVI");
            case XWMA -> new RiffChunks("XWM");
            case QCP -> new RiffChunks("QLC");
            case WAV -> new RiffChunks("WAV");
            case AIFF -> new RiffChunks("AIF");
            default -> Units.of(container);
        };
    }

    /** Whether the format says where each of its units ends. */
    public static boolean isFollowed(Container container) {
        return framingOf(container) != null;
    }

    /** Whether the beginning of a file may also continue the current one, because all units begin alike. */
    private boolean isResumed() {
        return switch (container) {
            case MP3, AAC, MPEG_TS, OGG, MATROSKA, AC_3, E_AC_3, DTS, MPEG_PS, WAVPACK -> true;
            default -> false;
        };
    }

    /** Whether the format keeps all sound in one unit, within which another file may begin. */
    private boolean isWatched() {
        return switch (container) {
            case MP4, CAF, WAV, AIFF, AU, WAVE64, SPHERE, SOX, VOC, TTA, APE, REAL, XWMA, QCP -> true;
            default -> false;
        };
    }

    private void follow(Following how) {
        following = how;
        watch = how == Following.NOTHING ? new OtherFileWatch(container) : null;
    }

    /**
     * Called when the decoder of the part accepts no more bytes.
     *
     * @param bytes the number of the last bytes that it did not accept
     * @return whether the rest may contain another part, or has to be searched for audio that is lost
     */
    public boolean mayContinue(int bytes) {
        leftByDecoder += bytes;
        boolean looking =
                watch != null && leftByDecoder < MAX_LOOKED_AT && watch.end().isEmpty();
        return following != Following.NOTHING || looking;
    }

    /** Whether the part may still announce sound. */
    public boolean isWithoutSound() {
        return framing != null && framing.isWithoutSound();
    }

    /** The boxes of the current part if it is an MP4, otherwise null. They may be asked by any thread. */
    public Mp4Boxes boxes() {
        return framing instanceof Mp4Boxes boxes ? boxes : null;
    }

    /** The number of bytes of no known format, without zeros. */
    public long unknownBytes() {
        return unknown;
    }

    /** The number of those bytes since the last known unit. */
    public long unknownBytesAtEnd() {
        return unknownAtEnd;
    }

    /** Splits the next bytes, whose memory must not be used again. */
    public List<Piece> split(ByteBuffer bytes) {
        if (following == Following.NOTHING && !held.hasRemaining()) {
            watch(bytes);
            return List.of(piece(bytes));
        }
        held = Joined.of(held, bytes);
        pieces.clear();
        int at = follow();
        give(at);
        return List.copyOf(pieces);
    }

    /** Ends the input and returns the bytes held back. */
    public List<Piece> end() {
        pieces.clear();
        count(0, searching ? held.remaining() : 0);
        give(held.remaining());
        return List.copyOf(pieces);
    }

    /** The format of another file that began within the current part and is not decoded, if there is one. */
    public Optional<Container> otherFile() {
        return watch == null || otherFile.isPresent() ? otherFile : watch.end();
    }

    /** Whether the decoder left many bytes of a part that is not followed. */
    public boolean isLeft() {
        return following == Following.NOTHING && leftByDecoder >= MAX_LOOKED_AT;
    }

    /**
     * The number of bytes missing from the samples of the current unit, where following bytes would count as samples;
     * usually 0.
     */
    public long missing() {
        return switch (container) {
            // Their decoders do not decode foreign bytes as samples.
            case MP4, CAF, TTA, APE -> toPass < Long.MAX_VALUE / 2 ? toPass : 0;
            default -> 0;
        };
    }

    private void watch(ByteBuffer bytes) {
        if (watch != null && otherFile.isEmpty()) {
            watch.look(bytes);
        }
    }

    /** Advances as far as the format of the bytes is clear, and passes on whatever is cut off. */
    private int follow() {
        int at = 0;
        while (at < held.remaining()) {
            if (toPass > 0) {
                int passed = (int) Math.min(toPass, held.remaining() - at);
                watch(held.slice(held.position() + at, passed));
                toPass -= passed;
                at += passed;
            } else if (following == Following.NOTHING) {
                watch(held.slice(held.position() + at, held.remaining() - at));
                return held.remaining();
            } else {
                int next = searching ? search(at) : unit(at);
                if (next < 0) {
                    return at;
                }
                at = next;
            }
        }
        return at;
    }

    /** The index behind the unit at this index, or -1 to wait for more bytes. */
    private int unit(int at) {
        long length = framing.lengthAt(held, at);
        if (length == Framing.MORE) {
            return -1;
        } else if (length == Framing.NONE && !unitSeen && !RECOGNISABLE.contains(container)) {
            // An unknown variant of the format.
            follow(Following.NOTHING);
            return at;
        } else if (length == Framing.NONE) {
            long tag = tagAt(at);
            searching = tag == Framing.NONE;
            toPass = Math.max(0, tag);
            return tag == Framing.MORE ? -1 : at;
        }
        return onUnit(at, length);
    }

    private int onUnit(int at, long length) {
        int from = at;
        if (framing.isNewPart(held, at)) {
            Framing before = framing;
            from = cut(at, container);
            ByteBuffer preface = framing.preface(before);
            if (preface.hasRemaining()) {
                pieces.add(piece(preface));
            }
        }
        searching = false;
        unitSeen = true;
        anyUnit = true;
        unknownAtEnd = 0;
        framing.passed(held, from);
        toPass = length;
        otherFile = otherFile();
        watch = length > MAX_HELD && isWatched() ? new OtherFileWatch(container) : null;
        return from;
    }

    private int search(int at) {
        int start = FormatDetector.next(pairs, held, at);
        if (start > at) {
            count(at, start);
            return start;
        }
        boolean mayWait = held.remaining() - at < MAX_HELD;
        long tag = tagAt(at);
        if (tag > 0) {
            toPass = tag;
            return at;
        }
        long resumes = framing == null ? Framing.NONE : framing.resumesAt(held, at);
        if (resumes > 0) {
            long length = Math.max(1, framing.unitAt(held, at));
            return onUnit(at, length);
        }
        FormatDetector.Found found = FormatDetector.at(held, at);
        if (found instanceof FormatDetector.Found.Begins next && !isSelf(next.container())) {
            unknownAtEnd = 0;
            return cut(at, next.container());
        }
        if (mayWait && (tag == Framing.MORE || resumes == Framing.MORE || found == FormatDetector.TOO_FEW)) {
            return -1;
        }
        count(at, at + 1);
        return at + 1;
    }

    private void count(int from, int to) {
        if (following == Following.UNITS && anyUnit) {
            for (int at = from; at < to; at++) {
                int one = held.get(held.position() + at) == 0 ? 0 : 1;
                unknown += one;
                unknownAtEnd += one;
            }
        }
    }

    /**
     * Whether this is still the same part: formats with frames simply continue, but a file header of another format
     * is another file.
     */
    private boolean isSelf(Container found) {
        boolean self = found == container && (isResumed() || !begun && !unitSeen);
        begun |= found == container;
        return self;
    }

    private int cut(int at, Container next) {
        give(at);
        enter(next);
        return 0;
    }

    /** Passes on all bytes before this index. The rest then begins at index 0. */
    private void give(int at) {
        if (at > 0) {
            pieces.add(piece(held.slice(held.position(), at)));
            held = held.slice(held.position() + at, held.remaining() - at);
        }
    }

    private Piece piece(ByteBuffer bytes) {
        Piece piece = new Piece(container, begins, bytes, before);
        begins = false;
        before = Optional.empty();
        return piece;
    }

    /** The length of a tag at the index, {@link Framing#NONE} or {@link Framing#MORE}. Tags hold no sound. */
    private long tagAt(int at) {
        return Magic.isAt(held, at, "TAG") ? Tag.ID3_V1_BYTES : Tag.lengthAt(held, at);
    }
}
