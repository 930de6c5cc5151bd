package io.github.camelelevenlabs.stt.audio.container;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.audio.pcm.Decoder;
import io.github.camelelevenlabs.stt.audio.pcm.DecoderSettings;
import io.github.camelelevenlabs.stt.audio.pcm.Joined;
import io.github.camelelevenlabs.stt.audio.pcm.PcmFormat;
import io.github.camelelevenlabs.stt.audio.pcm.SampleEncoding;
import io.github.camelelevenlabs.stt.audio.pcm.SampleLayout;
import io.github.camelelevenlabs.stt.audio.pcm.UnknownEncodingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Decodes AU, the format of Sun and NeXT, from a stream: a 24-byte header, a comment of any length, then samples
 * until the end.
 */
final class AuDecoder implements Decoder {

    private static final int BYTES = 24;

    private final DecoderSettings settings;
    private final ByteBuffer header = ByteBuffer.allocate(BYTES);
    private long leftOfComment;
    private long leftOfSamples = Long.MAX_VALUE;
    private Decoder samples;
    private final SampleBounds bounds = new SampleBounds(Optional.empty());
    private ByteBuffer following;

    AuDecoder(DecoderSettings settings) {
        this.settings = settings;
    }

    @Override
    public ByteBuffer decode(ByteBuffer in) throws AudioException {
        while (header.hasRemaining() && in.hasRemaining()) {
            header.put(in.get());
            if (!header.hasRemaining()) {
                onHeader();
            }
        }
        int comment = (int) Math.min(in.remaining(), leftOfComment);
        in.position(in.position() + comment);
        leftOfComment -= comment;
        if (!in.hasRemaining()) {
            return ByteBuffer.allocate(0);
        }
        if (following == null) {
            return samples.decode(ownBytes(in));
        }
        following = Joined.of(following, in);
        in.position(in.limit());
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer ownBytes(ByteBuffer in) {
        int length = (int) Math.min(in.remaining(), leftOfSamples);
        ByteBuffer found = bounds.samples(in.slice(in.position(), length));
        in.position(in.position() + length);
        leftOfSamples -= leftOfSamples == Long.MAX_VALUE ? 0 : length;
        if (leftOfSamples == 0 && bounds.following().isEmpty()) {
            found = Joined.of(found, bounds.release());
            following = ByteBuffer.allocate(0);
        }
        if (bounds.following().isPresent() || in.hasRemaining()) {
            following = Joined.of(bounds.following().orElse(ByteBuffer.allocate(0)), in);
            in.position(in.limit());
        }
        return found;
    }

    private void onHeader() throws AudioException {
        long start = Integer.toUnsignedLong(header.getInt(4));
        long length = Integer.toUnsignedLong(header.getInt(8));
        long rate = Integer.toUnsignedLong(header.getInt(16));
        int channels = header.getInt(20);
        leftOfComment = Math.max(0, start - BYTES);
        // Writers that do not know the length leave one of these values.
        if (length != 0 && length != 0xFFFF_FFFFL) {
            leftOfSamples = length;
        }
        boolean countable = channels >= 1 && channels <= 0xFFFF;
        samples = new SampleLayout(encoding(header.getInt(12)), ByteOrder.BIG_ENDIAN, countable ? channels : 0, rate)
                .decoder("AU", settings);
    }

    private static SampleEncoding encoding(int number) throws AudioException {
        return switch (number) {
            case 1 -> SampleEncoding.MU_LAW;
            case 2, 3, 4, 5 -> SampleEncoding.signed(number - 1);
            case 6 -> SampleEncoding.FLOAT_32;
            case 7 -> SampleEncoding.FLOAT_64;
            case 27 -> SampleEncoding.A_LAW;
            default -> throw new UnknownEncodingException("AU with encoding " + Integer.toUnsignedString(number));
        };
    }

    @Override
    public ByteBuffer flush() {
        return samples == null ? ByteBuffer.allocate(0) : samples.flush();
    }

    @Override
    public ByteBuffer end() throws AudioException {
        if (samples == null) {
            throw AudioException.refused("AU that ends in its header");
        }
        return Joined.of(samples.decode(bounds.end()), samples.end());
    }

    @Override
    public Optional<ByteBuffer> following() {
        return Optional.ofNullable(following).filter(ByteBuffer::hasRemaining);
    }

    @Override
    public Optional<PcmFormat> format() {
        return samples == null ? Optional.empty() : samples.format();
    }

    @Override
    public int channels() {
        return samples.channels();
    }
}
