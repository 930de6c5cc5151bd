package io.github.camelelevenlabs.stt.audio;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads files of chunks, RIFF and its elder IFF, as they come: without going back, and without keeping more than the
 * beginning of a chunk. The formats say which chunk describes the samples and which holds them; others are passed over,
 * and so is all that follows the samples.
 */
abstract class ChunkDecoder implements Decoder {

    /** What the next byte belongs to. */
    private enum Part {
        FILE_HEADER,
        CHUNK_HEADER,
        DESCRIPTION,
        OTHER_CHUNK,
        SAMPLES,
        TRAILER
    }

    static final int FILE_HEADER_BYTES = 12;

    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long UNTIL_THE_END = Long.MAX_VALUE;
    private static final long UNKNOWN = 0xFFFF_FFFFL;

    private final String title;
    private final ByteBuffer header;
    private Part part = Part.FILE_HEADER;
    private String chunk = "";
    private long leftInChunk;
    /** Bytes of samples that follow what is passed over now. */
    private long samplesAfter;

    private Decoder samples;

    /**
     * @param title   of the format, for messages
     * @param longest what is read of a description at most
     */
    ChunkDecoder(String title, int longest) {
        this.title = title;
        header = ByteBuffer.allocate(Math.max(longest, FILE_HEADER_BYTES)).limit(FILE_HEADER_BYTES);
    }

    /** Looks at the first bytes of the file and tells its byte order. */
    abstract ByteOrder fileHeader(ByteBuffer bytes) throws AudioException;

    /** How many bytes of a chunk are needed to know what the samples are; zero for every chunk that does not say. */
    abstract int descriptionBytes(String id, long length);

    /**
     * What the samples are.
     *
     * @param bytes as many as asked for, or fewer when the chunk has no more, in the file's byte order
     */
    abstract Decoder describe(ByteBuffer bytes) throws AudioException;

    /** How many bytes stand before the samples in this chunk, or -1 when it is not the one with the samples. */
    abstract int bytesBeforeSamples(String id);

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        ByteBuffer out = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            switch (part) {
                case FILE_HEADER, CHUNK_HEADER, DESCRIPTION -> {
                    if (gathered(in)) {
                        onGathered();
                    }
                }
                case OTHER_CHUNK -> {
                    take(in);
                    if (leftInChunk == 0) {
                        afterChunk();
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
            throw Accepted.refuse(title + " that ends before its audio, in or after its chunk '" + chunk + "'");
        }
        return samples.end();
    }

    @Override
    public Optional<PcmFormat> format() {
        return part == Part.SAMPLES || part == Part.TRAILER ? samples.format() : Optional.empty();
    }

    @Override
    public int channels() {
        return samples.channels();
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

    private void onGathered() throws AudioException {
        header.flip();
        switch (part) {
            case FILE_HEADER -> {
                chunk = Excerpt.of(header.slice(0, 4));
                header.order(fileHeader(header));
                expectChunk();
            }
            case CHUNK_HEADER -> onChunkHeader();
            case DESCRIPTION -> onDescription();
            default -> throw new IllegalStateException("nothing is gathered of " + part);
        }
    }

    private void onChunkHeader() throws AudioException {
        chunk = Excerpt.of(header.slice(0, 4));
        long length = Integer.toUnsignedLong(header.getInt(4));
        int description = samples == null ? descriptionBytes(chunk, length) : 0;
        int before = bytesBeforeSamples(chunk);
        if (description > 0) {
            int read = (int) Math.min(length, description);
            leftInChunk = padded(length) - read;
            part = Part.DESCRIPTION;
            header.clear().limit(read);
            if (read == 0) {
                onDescription();
            }
        } else if (before >= 0) {
            onSamplesChunk(length, before);
        } else {
            pass(padded(length));
        }
    }

    private void onDescription() throws AudioException {
        samples = describe(header.position(0));
        pass(leftInChunk);
    }

    private void onSamplesChunk(long length, int before) throws AudioException {
        if (samples == null) {
            throw Accepted.refuse(title + " whose samples come before it is said what they are");
        }
        // Zero, or as many as there can be, is what a writer leaves behind that cannot go back to its header.
        boolean unknown = length <= before || length == UNKNOWN;
        samplesAfter = unknown ? UNTIL_THE_END : length - before;
        pass(before);
    }

    private void pass(long length) {
        leftInChunk = length;
        part = Part.OTHER_CHUNK;
        if (length == 0) {
            afterChunk();
        }
    }

    private void afterChunk() {
        if (samplesAfter > 0) {
            leftInChunk = samplesAfter;
            part = Part.SAMPLES;
        } else {
            expectChunk();
        }
    }

    private void expectChunk() {
        header.clear().limit(CHUNK_HEADER_BYTES);
        part = Part.CHUNK_HEADER;
    }

    /** Chunks begin at even positions. */
    private static long padded(long length) {
        return length + length % 2;
    }
}
