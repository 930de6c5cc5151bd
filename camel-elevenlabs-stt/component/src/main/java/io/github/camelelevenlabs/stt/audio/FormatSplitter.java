package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Cuts a recording, or a stream, where it goes on as something else: in another format, as with a station that changes its
 * coding, or in the same with another sample rate, other tracks, or a header of its own. Each part is for one decoder.
 *
 * <p>Bytes are passed on at once while they are what was expected; otherwise no more than {@value #MAX_HELD} of them wait
 * until it is clear what they are. What belongs to no format goes to the decoder before it, which passes over it. Used by
 * one thread.
 */
final class FormatSplitter {

    /** Above three frames of any format. */
    private static final int MAX_HELD = 32 * 1024;

    /** An index behind the samples is smaller in nearly all files. */
    private static final long MAX_LOOKED_AT = 1024 * 1024;

    /** Formats whose units are found again among any other bytes, so that many such are a fault of the recording. */
    static final Set<Container> RECOGNISABLE =
            Set.of(Container.MP3, Container.AAC, Container.MPEG_TS, Container.OGG, Container.MP4, Container.MATROSKA);

    /** Of these what may begin a file may as well go on with it, since all begins alike. */
    private static final Set<Container> RESUMED = Set.of(
            Container.MP3,
            Container.AAC,
            Container.MPEG_TS,
            Container.OGG,
            Container.MATROSKA,
            Container.AC_3,
            Container.E_AC_3,
            Container.DTS,
            Container.MPEG_PS,
            Container.WAVPACK);

    /** Formats that hold all their sound in one unit, within which another file may begin. */
    private static final Set<Container> WATCHED = Set.of(
            Container.MP4,
            Container.CAF,
            Container.WAV,
            Container.AIFF,
            Container.AU,
            Container.WAVE64,
            Container.SPHERE,
            Container.SOX,
            Container.VOC,
            Container.TTA,
            Container.APE,
            Container.REAL,
            Container.XWMA,
            Container.QCP);

    /** Those of them whose decoder does not take what it finds there for samples. */
    private static final Set<Container> CUT_OFF = Set.of(Container.MP4, Container.CAF, Container.TTA, Container.APE);

    private static final int ID3_HEADER = 10;
    private static final int APE_HEADER = 32;

    /**
     * The next bytes of a part.
     *
     * @param begins  whether they are its first ones
     * @param otherFile with the first ones, what began within the part before them and is none of it
     */
    record Piece(Container container, boolean begins, ByteBuffer bytes, Optional<Container> otherFile) {}

    private enum Following {
        /** From one unit to the next. */
        UNITS,
        /** A format without units that could be followed: byte by byte. */
        BYTES,
        /** A format that may hold others: not at all. */
        NOTHING
    }

    private Container container;
    private Framing framing;
    /** With which anything may begin that is looked for when it is not clear what the bytes are. */
    private boolean[] pairs;

    private Following following;
    private boolean searching;
    private boolean begins;
    /** Whether the part's own magic has come, which is no other part. */
    private boolean begun;

    private long toPass;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private long unknown;
    private long unknownAtEnd;
    /** Whether any unit of the recording has come; a stream may begin within one. */
    private boolean anyUnit;

    /** Of what is passed over unseen; null where nothing is. */
    private OtherFileWatch watch;

    private Optional<Container> otherFile = Optional.empty();
    private Optional<Container> before = Optional.empty();
    /** Whether a unit of the part has come. */
    private boolean unitSeen;

    private long leftByDecoder;

    private final List<Piece> pieces = new ArrayList<>();

    /** @param first what the first bytes are of */
    FormatSplitter(Container first) {
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
    static boolean isFollowed(Container container) {
        return framingOf(container) != null;
    }

    private void follow(Following how) {
        following = how;
        watch = how == Following.NOTHING ? new OtherFileWatch(container) : null;
    }

    /**
     * The part's decoder takes no more.
     *
     * @param bytes how many of the last ones it did not take
     * @return whether the rest may hold another part, or has to be looked at for what is not heard
     */
    boolean mayContinue(int bytes) {
        leftByDecoder += bytes;
        boolean looking =
                watch != null && leftByDecoder < MAX_LOOKED_AT && watch.end().isEmpty();
        return following != Following.NOTHING || looking;
    }

    /** Whether the part may get sound that nothing has announced yet. */
    boolean isWithoutSound() {
        return framing != null && framing.isWithoutSound();
    }

    /** Whether the times of this part begin anywhere. May be asked by any thread about the part that it belongs to. */
    Mp4Boxes boxes() {
        return framing instanceof Mp4Boxes boxes ? boxes : null;
    }

    /** How many bytes were nothing that is known. */
    long unknownBytes() {
        return unknown;
    }

    /** How many of them have come since there was something that is known. */
    long unknownBytesAtEnd() {
        return unknownAtEnd;
    }

    /** Takes the next bytes, whose memory is not used again. */
    List<Piece> split(ByteBuffer bytes) {
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

    /** There are no more bytes. */
    List<Piece> end() {
        pieces.clear();
        count(0, searching ? held.remaining() : 0);
        give(held.remaining());
        return List.copyOf(pieces);
    }

    /** What began within the part that is at its end now, and is none of it. */
    Optional<Container> otherFile() {
        return watch == null || otherFile.isPresent() ? otherFile : watch.end();
    }

    /** Whether its decoder left much of a part that is not followed. */
    boolean isLeft() {
        return following == Following.NOTHING && leftByDecoder >= MAX_LOOKED_AT;
    }

    /** How many bytes are missing of the samples that have begun, where what follows would be taken for them; mostly 0. */
    long missing() {
        return CUT_OFF.contains(container) && toPass < Long.MAX_VALUE / 2 ? toPass : 0;
    }

    private void watch(ByteBuffer bytes) {
        if (watch != null && otherFile.isEmpty()) {
            watch.look(bytes);
        }
    }

    /** Goes as far as it is clear what the bytes are; whatever is cut off on the way is given. */
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

    /** Where to go on behind the unit there, or -1 to wait for more. */
    private int unit(int at) {
        long length = framing.lengthAt(held, at);
        if (length == Framing.MORE) {
            return -1;
        } else if (length == Framing.NONE && !unitSeen && !RECOGNISABLE.contains(container)) {
            // A kind of the format that we do not know.
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
        watch = length > MAX_HELD && WATCHED.contains(container) ? new OtherFileWatch(container) : null;
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

    /** Formats with frames go on by themselves; a file header of the others is another file. */
    private boolean isSelf(Container found) {
        boolean self = found == container && (RESUMED.contains(container) || !begun && !unitSeen);
        begun |= found == container;
        return self;
    }

    private int cut(int at, Container next) {
        give(at);
        enter(next);
        return 0;
    }

    /** Hands on all before this place, which is the first byte of the rest from now on. */
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

    /** The length of a tag that begins there: text and pictures, no sound. */
    private long tagAt(int at) {
        if (Magic.isAt(held, at, "ID3")) {
            if (held.remaining() < at + ID3_HEADER) {
                return Framing.MORE;
            }
            long length = ID3_HEADER;
            for (int i = 6; i < ID3_HEADER; i++) {
                int seven = Magic.byteAt(held, at + i);
                length += (long) seven << 7 * (ID3_HEADER - 1 - i);
            }
            return Magic.byteAt(held, at + 3) < 0xFF ? length : Framing.NONE;
        } else if (Magic.isAt(held, at, "APETAGEX")) {
            return held.remaining() < at + APE_HEADER
                    ? Framing.MORE
                    : APE_HEADER + Integer.toUnsignedLong(Integer.reverseBytes(held.getInt(held.position() + at + 12)));
        }
        return Magic.isAt(held, at, "TAG") ? Tag.ID3_V1_BYTES : Framing.NONE;
    }
}
