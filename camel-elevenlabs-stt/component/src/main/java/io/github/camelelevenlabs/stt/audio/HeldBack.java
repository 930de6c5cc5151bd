package io.github.camelelevenlabs.stt.audio;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pieces that were taken while the decoder may still hold samples of them: until the format is known, and always with ffmpeg. Each is told
 * when all of its samples were given to the reader. Used by one thread at a time.
 *
 * <p>Nobody knows what ffmpeg holds at a time, but it cannot hold more than its pipes and its own buffers do: a piece is through when it has
 * read that much behind it, and has given that much after that.
 */
final class HeldBack {

    /** A pipe of 64 KB, a buffer of 32 KB in ffmpeg, and as much again for the packets on their way through it. */
    static final int MAX_INPUT = 128 * 1024;

    /** The same for the samples, with the buffers of the reader. */
    static final int MAX_OUTPUT = 128 * 1024;

    private static final class Piece {
        private final Runnable decoded;
        private long input;
        /** How much was given when the piece is through; unknown until enough was written behind it. */
        private long output = Long.MAX_VALUE;

        private Piece(Runnable decoded, long input) {
            this.decoded = decoded;
            this.input = input;
        }
    }

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private boolean ffmpeg;
    private boolean opened;
    private long written;
    private long given;

    /** From now on ffmpeg decodes. @param head the number of bytes before */
    void leaveToFfmpeg(int head) {
        ffmpeg = true;
        wrote(head);
    }

    /** Bytes are on their way to ffmpeg. */
    void wrote(int bytes) {
        written += bytes;
    }

    /** A piece was taken. @param decoded called when its last sample was given, perhaps at once */
    void taken(Runnable decoded) {
        pieces.addLast(new Piece(decoded, written));
        proceed(true);
    }

    /** A block was given to the reader. @param all whether nothing else waits to be given */
    void gave(int bytes, boolean all) {
        if (!opened && ffmpeg) {
            // While it looks for the format, ffmpeg reads without end.
            pieces.forEach(piece -> piece.input = written);
        }
        opened = true;
        given += bytes;
        proceed(all);
    }

    /** All samples were given. */
    void end() {
        while (!pieces.isEmpty()) {
            pieces.removeFirst().decoded.run();
        }
    }

    private void proceed(boolean all) {
        if (!ffmpeg && opened && all) {
            end();
        }
        for (Piece piece : pieces) {
            if (!ffmpeg || !opened || piece.input + MAX_INPUT > written) {
                break;
            }
            piece.output = Math.min(piece.output, given + MAX_OUTPUT);
        }
        while (!pieces.isEmpty() && pieces.peekFirst().output <= given) {
            pieces.removeFirst().decoded.run();
        }
    }
}
