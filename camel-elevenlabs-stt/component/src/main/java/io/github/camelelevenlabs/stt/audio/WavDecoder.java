package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/**
 * Reads RIFF/WAVE as it comes, without going back and without keeping more of it than 40 bytes.
 *
 * <p>Chunks other than {@code fmt} and {@code data} are passed over, and so is all that follows the data. A data length
 * of 0 or 0xFFFFFFFF is what a writer leaves behind that cannot go back to its header: the audio then lasts until the
 * recording ends. A recording that ends before the length it claims is taken as far as it goes. The 64-bit variants
 * RF64 and BW64 write 0xFFFFFFFF there too; their real length is not looked up.
 */
final class WavDecoder implements Decoder {

    /** What the next byte belongs to. */
    private enum Part {
        RIFF_HEADER,
        CHUNK_HEADER,
        FORMAT,
        OTHER_CHUNK,
        SAMPLES,
        TRAILER
    }

    private static final Set<String> MAGICS = Set.of("RIFF", "RF64", "BW64");
    private static final int RIFF_HEADER_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long UNTIL_THE_END = Long.MAX_VALUE;
    private static final long UNKNOWN = 0xFFFF_FFFFL;

    private Part part = Part.RIFF_HEADER;
    private final ByteBuffer header =
            ByteBuffer.allocate(WavFormat.BYTES).order(ByteOrder.LITTLE_ENDIAN).limit(RIFF_HEADER_BYTES);
    private String chunk = "RIFF";
    private long leftInChunk;
    private Decoder samples;

    /** Whether a whole RIFF header of a WAV stands at the beginning of these bytes, which stay where they are. */
    static boolean isWav(ByteBuffer bytes) {
        return bytes.remaining() >= RIFF_HEADER_BYTES
                && MAGICS.contains(Excerpt.of(bytes.slice(bytes.position(), 4)))
                && Excerpt.of(bytes.slice(bytes.position() + 8, 4)).equals("WAVE");
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        ByteBuffer out = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            switch (part) {
                case RIFF_HEADER -> {
                    if (gathered(in)) {
                        onRiffHeader();
                    }
                }
                case CHUNK_HEADER -> {
                    if (gathered(in)) {
                        onChunkHeader();
                    }
                }
                case FORMAT -> {
                    if (gathered(in)) {
                        onFormat();
                    }
                }
                case OTHER_CHUNK -> {
                    take(in);
                    if (leftInChunk == 0) {
                        expectChunk();
                    }
                }
                case SAMPLES -> {
                    out = samples.decode(take(in));
                    if (leftInChunk == 0) {
                        part = Part.TRAILER;
                    }
                }
                case TRAILER -> in.position(in.limit());
            }
        }
        return out;
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (format().isEmpty()) {
            throw Accepted.refuse("WAV that ends before its audio, in or after its chunk '" + chunk + "'");
        }
        return samples.end();
    }

    @Override
    public Optional<PcmFormat> format() {
        return part == Part.SAMPLES || part == Part.TRAILER ? samples.format() : Optional.empty();
    }

    /** Whether all the audio that the header promised has come, so that whatever follows is ignored. */
    boolean isComplete() {
        return part == Part.TRAILER;
    }

    private boolean gathered(ByteBuffer in) {
        int length = Math.min(header.remaining(), in.remaining());
        header.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        return !header.hasRemaining();
    }

    private ByteBuffer take(ByteBuffer in) {
        int length = (int) Math.min(leftInChunk, in.remaining());
        ByteBuffer taken = in.slice(in.position(), length);
        in.position(in.position() + length);
        leftInChunk -= leftInChunk == UNTIL_THE_END ? 0 : length;
        return taken;
    }

    private void onRiffHeader() throws AudioException {
        if (!isWav(header.flip())) {
            throw Accepted.refuse("A " + Excerpt.of(header.slice(0, 4)) + " file of the kind '"
                    + Excerpt.of(header.slice(8, 4)) + "' is not accepted");
        }
        expectChunk();
    }

    private void onChunkHeader() throws AudioException {
        chunk = Excerpt.of(header.slice(0, 4));
        long length = Integer.toUnsignedLong(header.getInt(4));
        switch (chunk) {
            case "fmt " -> onFormatChunk(length);
            case "data" -> onDataChunk(length);
            default -> pass(length + padding(length));
        }
    }

    private void onFormatChunk(long length) throws AudioException {
        if (samples != null) {
            pass(length + padding(length));
            return;
        }
        int read = (int) Math.min(length, WavFormat.BYTES);
        header.clear().limit(read);
        leftInChunk = length + padding(length) - read;
        part = Part.FORMAT;
        if (read == 0) {
            onFormat();
        }
    }

    private void onFormat() throws AudioException {
        samples = WavFormat.parse(header.flip()).decoder();
        pass(leftInChunk);
    }

    private void onDataChunk(long length) throws AudioException {
        if (samples == null) {
            throw Accepted.refuse("WAV whose data chunk comes before its fmt chunk");
        }
        leftInChunk = length == 0 || length == UNKNOWN ? UNTIL_THE_END : length;
        part = Part.SAMPLES;
    }

    private void pass(long length) {
        leftInChunk = length;
        part = Part.OTHER_CHUNK;
        if (length == 0) {
            expectChunk();
        }
    }

    private void expectChunk() {
        header.clear().limit(CHUNK_HEADER_BYTES);
        part = Part.CHUNK_HEADER;
    }

    /** Chunks begin at even positions. */
    private static long padding(long length) {
        return length % 2;
    }
}
