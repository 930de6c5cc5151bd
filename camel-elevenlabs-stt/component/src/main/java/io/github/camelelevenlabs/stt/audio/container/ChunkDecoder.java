package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.detect.Excerpt;
import io.github.camelelevenlabs.stt.audio.detect.FileStart;
import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decodes files of chunks, RIFF and the older IFF, from a stream: it never goes back, and keeps no more than the
 * beginning of a chunk. Subclasses say which chunk describes the samples and which one holds them; all other chunks
 * are skipped. Bytes that are not a chunk follow the file.
 */
abstract class ChunkDecoder implements Decoder {

    /** The part of the file that the next byte belongs to. */
    private enum Part {
        FILE_HEADER,
        CHUNK_HEADER,
        DESCRIPTION,
        OTHER_CHUNK,
        SAMPLES,
        FOLLOWING
    }

    static final int FILE_HEADER_BYTES = 12;

    private static final int CHUNK_HEADER_BYTES = 8;
    private static final long UNTIL_THE_END = Long.MAX_VALUE;

    private final String title;
    private final ByteBuffer header;
    private Part part = Part.FILE_HEADER;
    private String chunk = "";
    /** The number of bytes read so far. */
    private long position;
    /** The length of the file according to its header. */
    private long fileLength = UNTIL_THE_END;

    private long leftInChunk;
    /** The number of sample bytes after the part that is being skipped. */
    private long samplesAfter;
    /** Whether the previous chunk has an odd length, so that a padding byte may follow. */
    private boolean padded;

    private Decoder samples;
    private SampleBounds bounds;
    /** Whether a whole chunk of samples has arrived. */
    private boolean sampled;
    /** Whether a chunk of samples with the length 0 has just begun: it is empty, or its length was unknown. */
    private boolean lengthZero;

    private ByteBuffer following;

    /**
     * @param title the name of the format, for messages
     * @param maxDescriptionBytes the limit for the bytes of a description
     */
    ChunkDecoder(String title, int maxDescriptionBytes) {
        this.title = title;
        header = ByteBuffer.allocate(Math.max(maxDescriptionBytes, FILE_HEADER_BYTES))
                .limit(FILE_HEADER_BYTES);
    }

    /** Checks the file header and returns the byte order. */
    abstract ByteOrder fileHeader(ByteBuffer bytes) throws AudioException;

    /** The number of bytes that {@link #describe} needs of this chunk; 0 for a chunk that describes nothing. */
    abstract int descriptionBytes(String id, long length);

    /**
     * The decoder of the samples, if this chunk describes them.
     *
     * @param bytes as many as {@link #descriptionBytes} asked for, or fewer when the chunk is shorter; in the byte
     *     order of the file
     */
    abstract Optional<Decoder> describe(String id, ByteBuffer bytes) throws AudioException;

    /** The number of bytes before the samples in this chunk, or -1 when the chunk holds no samples. */
    abstract int bytesBeforeSamples(String id);

    /** The length of a chunk whose header says this. 64-bit formats keep the length elsewhere. */
    long length(String id, long length) {
        return length;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        ByteBuffer out = ByteBuffer.allocate(0);
        while (in.hasRemaining()) {
            switch (part) {
                case FILE_HEADER, CHUNK_HEADER, DESCRIPTION -> {
                    if (gathered(in)) {
                        out = Joined.of(out, onGathered());
                    }
                }
                case OTHER_CHUNK -> {
                    take(in);
                    if (leftInChunk == 0) {
                        afterChunk();
                    }
                }
                case SAMPLES -> out = Joined.of(out, decodeSamples(in));
                case FOLLOWING -> {
                    following = following == null ? in.slice() : Joined.of(following, in);
                    in.position(in.limit());
                }
            }
        }
        return out;
    }

    private ByteBuffer decodeSamples(ByteBuffer in) throws AudioException {
        ByteBuffer found = bounds.samples(take(in));
        if (bounds.following().isPresent()) {
            ByteBuffer next = bounds.following().get();
            sampled = true;
            ByteBuffer decoded = samples.decode(found);
            // Passed on as a whole: the chunks behind the samples may belong to this file.
            ByteBuffer rest = Joined.of(next, in);
            in.position(in.limit());
            position -= next.remaining();
            expectChunk(false);
            return Joined.of(decoded, decode(rest));
        }
        if (leftInChunk == 0) {
            found = Joined.of(found, bounds.release());
            sampled = true;
            expectChunk(padded);
        }
        return samples.decode(found);
    }

    @Override
    public ByteBuffer flush() {
        return samples == null ? ByteBuffer.allocate(0) : samples.flush();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (format().isEmpty()) {
            throw AudioException.refused(title + " that ends before its audio, in or after its chunk '" + chunk + "'");
        }
        ByteBuffer last = ByteBuffer.allocate(0);
        if (part == Part.SAMPLES) {
            last = samples.decode(bounds.end());
        } else if (part == Part.CHUNK_HEADER && lengthZero) {
            last = samples.decode(header.flip());
        }
        return Joined.of(last, samples.end());
    }

    @Override
    public Optional<PcmFormat> format() {
        boolean begun = sampled || lengthZero || part == Part.SAMPLES;
        return begun ? samples.format() : Optional.empty();
    }

    @Override
    public int channels() {
        return samples.channels();
    }

    /** Whether all audio that the header promised has arrived. */
    boolean isComplete() {
        return sampled && part != Part.SAMPLES;
    }

    @Override
    public Optional<ByteBuffer> following() {
        return Optional.ofNullable(following);
    }

    private boolean gathered(ByteBuffer in) {
        int length = Math.min(header.remaining(), in.remaining());
        header.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        position += length;
        return !header.hasRemaining();
    }

    private ByteBuffer take(ByteBuffer in) {
        int length = (int) Math.min(leftInChunk, in.remaining());
        ByteBuffer taken = in.slice(in.position(), length);
        in.position(in.position() + length);
        position += length;
        leftInChunk -= leftInChunk == UNTIL_THE_END ? 0 : length;
        return taken;
    }

    private ByteBuffer onGathered() throws AudioException {
        header.flip();
        switch (part) {
            case FILE_HEADER -> {
                chunk = Excerpt.of(header.slice(0, 4));
                header.order(fileHeader(header));
                onFileLength(Integer.toUnsignedLong(header.getInt(4)));
                expectChunk(false);
            }
            case CHUNK_HEADER -> {
                return padded ? onPaddedHeader() : onChunkHeader();
            }
            case DESCRIPTION -> onDescription();
            default -> throw new IllegalStateException("nothing is gathered of " + part);
        }
        return ByteBuffer.allocate(0);
    }

    /** Writers that do not know the length put a placeholder there, which says nothing. */
    private void onFileLength(long length) {
        fileLength = length < FILE_HEADER_BYTES || isUnknown(length) ? UNTIL_THE_END : length + CHUNK_HEADER_BYTES;
    }

    /** Chunks begin at even positions, but some writers omit the padding byte. */
    private ByteBuffer onPaddedHeader() throws AudioException {
        padded = false;
        boolean unpadded = header.get(0) != 0 && ChunkId.isKnownAt(header, 0) && !ChunkId.isKnownAt(header, 1);
        if (!unpadded) {
            header.position(1);
            header.compact().flip();
            return onChunkHeader();
        }
        byte kept = header.get(CHUNK_HEADER_BYTES);
        header.limit(CHUNK_HEADER_BYTES);
        position--;
        ByteBuffer out = onChunkHeader();
        return Joined.of(out, decode(ByteBuffer.wrap(new byte[] {kept})));
    }

    private ByteBuffer onChunkHeader() throws AudioException {
        long declaredLength = Integer.toUnsignedLong(header.getInt(4));
        String id = Excerpt.of(header.slice(0, 4));
        if ((sampled || lengthZero) && !isChunk(id, declaredLength)) {
            return afterFile();
        }
        sampled |= lengthZero;
        lengthZero = false;
        chunk = id;
        long length = length(id, declaredLength);
        int description = samples == null ? descriptionBytes(id, length) : 0;
        int before = bytesBeforeSamples(id);
        if (description > 0) {
            int read = (int) Math.min(length, description);
            leftInChunk = length - read;
            padded = length % 2 == 1;
            part = Part.DESCRIPTION;
            header.clear().limit(read);
            if (read == 0) {
                onDescription();
            }
        } else if (before >= 0) {
            onSamplesChunk(length, before);
        } else {
            padded = length % 2 == 1;
            pass(length);
        }
        return ByteBuffer.allocate(0);
    }

    /** Behind the samples, a known name is a chunk; an unknown name is one if the chunk ends within the file. */
    private boolean isChunk(String id, long length) {
        boolean within = fileLength != UNTIL_THE_END && position + length <= fileLength + 1;
        return ChunkId.isKnown(id) || within && ChunkId.isPossible(header, 0) && !FileStart.mayBeAt(header, 0);
    }

    private ByteBuffer afterFile() throws AudioException {
        ByteBuffer bytes =
                ByteBuffer.allocate(CHUNK_HEADER_BYTES).put(header.position(0)).flip();
        if (lengthZero && !FileStart.mayBeAt(bytes, 0)) {
            // The length 0 meant "until the end": these bytes are samples.
            lengthZero = false;
            leftInChunk = UNTIL_THE_END;
            part = Part.SAMPLES;
            position -= CHUNK_HEADER_BYTES;
            return decode(bytes);
        }
        part = Part.FOLLOWING;
        lengthZero = false;
        sampled = true;
        following = bytes;
        return ByteBuffer.allocate(0);
    }

    private void onDescription() throws AudioException {
        describe(chunk, header.position(0)).ifPresent(decoder -> samples = decoder);
        pass(leftInChunk);
    }

    private void onSamplesChunk(long length, int before) throws AudioException {
        if (samples == null) {
            throw AudioException.refused(title + " whose samples come before it is said what they are");
        }
        bounds = new SampleBounds(Optional.of(header.order()));
        boolean unknown = length <= before || isUnknown(length);
        samplesAfter = unknown ? UNTIL_THE_END : length - before;
        padded = !unknown && length % 2 == 1;
        lengthZero = length <= before;
        pass(before);
    }

    /**
     * The largest possible length, or nearly that, is the placeholder of a writer that cannot go back to its header.
     */
    private static boolean isUnknown(long length) {
        return length >= 0xFFFF_FF00L && length <= 0xFFFF_FFFFL || length >= 0x7FFF_FF00L && length <= 0x8000_0100L;
    }

    private void pass(long length) {
        leftInChunk = length;
        part = Part.OTHER_CHUNK;
        if (length == 0) {
            afterChunk();
        }
    }

    private void afterChunk() {
        if (samplesAfter == 0) {
            expectChunk(padded);
        } else if (lengthZero) {
            samplesAfter = 0;
            expectChunk(false);
        } else {
            leftInChunk = samplesAfter;
            samplesAfter = 0;
            part = Part.SAMPLES;
        }
    }

    private void expectChunk(boolean afterPadding) {
        padded = afterPadding;
        header.clear().limit(CHUNK_HEADER_BYTES + (afterPadding ? 1 : 0));
        part = Part.CHUNK_HEADER;
    }
}
