package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    private static final int ID3_HEADER = 10;
    private static final int ID3_OLD_LENGTH = 128;
    private static final int APE_HEADER = 32;

    /**
     * The next bytes of a part.
     *
     * @param begins whether they are its first ones
     */
    record Piece(Container container, boolean begins, ByteBuffer bytes) {}

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
    private Following following;
    private boolean lost;
    private boolean begins;
    /** Whether the part's own magic has come, which is no other part. */
    private boolean begun;

    private long toPass;
    private ByteBuffer held = ByteBuffer.allocate(0);
    private long strange;
    private long strangeAtEnd;
    /** Of a part that is not followed; null for others. */
    private OtherFileWatch watch;

    private long leftByDecoder;

    private final List<Piece> pieces = new ArrayList<>();

    /** @param first what the first bytes are of */
    FormatSplitter(Container first) {
        enter(first);
        begins = false;
    }

    private void enter(Container next) {
        container = next;
        begins = true;
        begun = false;
        leftByDecoder = 0;
        toPass = 0;
        framing = switch (next) {
            case MP3 -> new AudioFrames(FrameSync.MPEG_AUDIO);
            case AAC -> new AudioFrames(FrameSync.ADTS);
            case MPEG_TS -> new TransportPackets();
            case OGG -> new OggPages();
            case MP4 -> new Mp4Boxes();
            case MATROSKA -> new MatroskaElements();
            default -> null;
        };
        following = framing != null
                ? Following.UNITS
                : next == Container.FLAC || next == Container.AMR ? Following.BYTES : Following.NOTHING;
        watch = following == Following.NOTHING ? new OtherFileWatch(next) : null;
        lost = following == Following.BYTES || next == Container.MP3 || next == Container.AAC;
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
    long strangeBytes() {
        return strange;
    }

    /** How many of them have come since there was something that is known. */
    long strangeBytesAtEnd() {
        return strangeAtEnd;
    }

    /** Takes the next bytes, whose memory is not used again. */
    List<Piece> split(ByteBuffer bytes) {
        if (following == Following.NOTHING) {
            watch(bytes);
            return List.of(piece(bytes));
        }
        held = held.hasRemaining()
                ? ByteBuffer.allocate(held.remaining() + bytes.remaining())
                        .put(held)
                        .put(bytes.duplicate())
                        .flip()
                : bytes.slice();
        pieces.clear();
        int at = follow();
        give(at);
        return List.copyOf(pieces);
    }

    /** There are no more bytes. */
    List<Piece> end() {
        pieces.clear();
        if (lost && following == Following.UNITS) {
            strange += held.remaining();
            strangeAtEnd += held.remaining();
        }
        give(held.remaining());
        return List.copyOf(pieces);
    }

    /**
     * What stands behind a part that is not followed, so that it is not heard: a sentence, given once.
     *
     * @param subject what the recording is called
     */
    Optional<String> takeUnheard(String subject) {
        if (watch == null) {
            return Optional.empty();
        }
        Optional<String> unheard = watch.end()
                .map(other ->
                        "not all of " + subject + " is heard: behind its audio another file follows, which is " + other)
                .or(() -> leftByDecoder < MAX_LOOKED_AT
                        ? Optional.empty()
                        : Optional.of("not all of " + subject
                                + " is heard: behind its audio something follows that its decoder does not take"));
        watch = null;
        return unheard;
    }

    private void watch(ByteBuffer bytes) {
        if (watch != null) {
            watch.look(bytes);
        }
    }

    /** Goes as far as it is clear what the bytes are; whatever is cut off on the way is given. */
    private int follow() {
        int at = 0;
        while (at < held.remaining()) {
            if (toPass > 0) {
                int passed = (int) Math.min(toPass, held.remaining() - at);
                toPass -= passed;
                at += passed;
            } else if (following == Following.NOTHING) {
                return held.remaining();
            } else {
                int next = lost ? search(at) : unit(at);
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
        } else if (length == Framing.NONE) {
            long tag = tagAt(at);
            lost = tag == Framing.NONE;
            toPass = Math.max(0, tag);
            return tag == Framing.MORE ? -1 : at;
        }
        return onUnit(at, length);
    }

    private int onUnit(int at, long length) {
        int from = at;
        if (framing.isNewPart(held, at)) {
            ByteBuffer preface = framing.preface().orElse(ByteBuffer.allocate(0));
            from = cut(at, container);
            if (preface.hasRemaining()) {
                framing.passed(preface, 0);
                pieces.add(piece(preface));
            }
        }
        lost = false;
        strangeAtEnd = 0;
        framing.passed(held, from);
        toPass = length;
        return from;
    }

    private int search(int at) {
        boolean patient = held.remaining() - at < MAX_HELD;
        long tag = tagAt(at);
        if (tag > 0) {
            toPass = tag;
            return at;
        }
        long resumes = framing == null ? Framing.NONE : framing.resumesAt(held, at);
        if (resumes > 0) {
            long length = Math.max(1, unitLength(at, resumes));
            return onUnit(at, length);
        }
        Beginnings.Found found = Beginnings.at(held, at);
        if (found instanceof Beginnings.Found.Begins next && !isSelf(next.container())) {
            strangeAtEnd = 0;
            return cut(at, next.container());
        }
        if (patient && (tag == Framing.MORE || resumes == Framing.MORE || found == Beginnings.TOO_FEW)) {
            return -1;
        }
        if (following == Following.UNITS && held.get(held.position() + at) != 0) {
            strange++;
            strangeAtEnd++;
        }
        return at + 1;
    }

    /** The unit itself, of which a run was found. */
    private long unitLength(int at, long run) {
        FrameSync sync = container == Container.MP3 ? FrameSync.MPEG_AUDIO : FrameSync.ADTS;
        return framing instanceof AudioFrames ? sync.lengthAt(held, at) : container == Container.MPEG_TS ? 188 : run;
    }

    /** Formats with frames go on by themselves; a file header of the others is another file. */
    private boolean isSelf(Container found) {
        boolean self = found == container && (following == Following.UNITS && container != Container.MP4 || !begun);
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
            Piece piece = piece(held.slice(held.position(), at));
            watch(piece.bytes());
            pieces.add(piece);
            held = held.slice(held.position() + at, held.remaining() - at);
        }
    }

    private Piece piece(ByteBuffer bytes) {
        Piece piece = new Piece(container, begins, bytes);
        begins = false;
        return piece;
    }

    /** The length of a tag that begins there: text and pictures, no sound. */
    private long tagAt(int at) {
        if (Framing.isAt(held, at, "ID3")) {
            if (held.remaining() < at + ID3_HEADER) {
                return Framing.MORE;
            }
            long length = ID3_HEADER;
            for (int i = 6; i < ID3_HEADER; i++) {
                int seven = Framing.byteAt(held, at + i);
                length += (long) seven << 7 * (ID3_HEADER - 1 - i);
            }
            return Framing.byteAt(held, at + 3) < 0xFF ? length : Framing.NONE;
        } else if (Framing.isAt(held, at, "APETAGEX")) {
            return held.remaining() < at + APE_HEADER
                    ? Framing.MORE
                    : APE_HEADER + Integer.toUnsignedLong(Integer.reverseBytes(held.getInt(held.position() + at + 12)));
        }
        boolean old = framing instanceof AudioFrames && Framing.isAt(held, at, "TAG");
        return old ? ID3_OLD_LENGTH : Framing.NONE;
    }
}
