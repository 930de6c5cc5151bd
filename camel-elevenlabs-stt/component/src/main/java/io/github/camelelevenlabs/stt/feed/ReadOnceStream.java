package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stream that a message brought. When the message is brought once more, by a redelivery for example, its stream gives
 * nothing, or only what the attempt before left of it: that is refused instead of transcribed. Streams are remembered by
 * identity, and only while somebody else has them.
 */
final class ReadOnceStream extends FilterInputStream {

    private static final Set<Reference> READ = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

    private final Object body;
    /** The body had been read before; what was made of it now may be a new stream, or an empty one. */
    private final boolean again;

    private boolean begun;

    /**
     * @param body   what the stream was made of: the stream itself, or something that Camel makes a stream of
     * @param stream nobody has read from it here
     * @throws AudioException when somebody has
     */
    ReadOnceStream(Object body, InputStream stream) throws AudioException {
        super(stream);
        if (READ.contains(new Reference(stream))) {
            throw readBefore(body, null);
        }
        this.body = body;
        this.again = READ.contains(new Reference(body));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (begun) {
            return super.read(into, from, length);
        }
        begun = true;
        if (!note(in)) {
            throw readBefore(body, null);
        }
        note(body);
        try {
            int count = super.read(into, from, length);
            if (count < 0 && again) {
                throw readBefore(body, null);
            }
            return count;
        } catch (IOException e) {
            throw again && !(e instanceof AudioException) ? readBefore(body, e) : e;
        }
    }

    /** A stream that is closed cannot be read again, whether it was read or not; one over bytes does not mind. */
    @Override
    public void close() throws IOException {
        if (!(in instanceof ByteArrayInputStream)) {
            note(in);
            note(body);
        }
        super.close();
    }

    private static AudioException readBefore(Object body, IOException cause) {
        return new AudioException(
                "no audio: the body is a " + body.getClass().getName()
                        + " that has been read already, as in a redelivery; turn on stream caching, or send a file or"
                        + " bytes, which can be read again",
                cause);
    }

    /** Returns whether it is new. */
    private static boolean note(Object read) {
        for (Object gone = GONE.poll(); gone != null; gone = GONE.poll()) {
            READ.remove(gone);
        }
        return READ.add(new Reference(read));
    }

    private static final class Reference extends WeakReference<Object> {
        private final int hash;

        private Reference(Object referent) {
            super(referent, GONE);
            this.hash = System.identityHashCode(referent);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Reference that && get() != null && get() == that.get();
        }
    }
}
