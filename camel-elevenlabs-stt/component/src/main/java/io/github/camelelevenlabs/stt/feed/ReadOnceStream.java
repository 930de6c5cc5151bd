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
 * The stream of a message, which can be read once. When the message comes again, as in a redelivery, its stream gives nothing, or
 * only the rest that the earlier attempt left: reading it then fails, so that a part is never transcribed as the whole. Streams are
 * remembered by identity, in weak references.
 */
final class ReadOnceStream extends FilterInputStream {

    private static final Set<Reference> READ = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<Object> GONE = new ReferenceQueue<>();

    private final Object body;
    /** Whether the body was read before. Its new stream may give the audio again, or nothing. */
    private final boolean again;

    private boolean begun;

    /**
     * @param body   the stream itself, or the object that Camel converted to the stream
     * @throws AudioException when this stream was read before
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
        if (!remember(in)) {
            throw readBefore(body, null);
        }
        remember(body);
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

    /** A closed stream counts as read; only a {@link ByteArrayInputStream} can still be read. */
    @Override
    public void close() throws IOException {
        if (!(in instanceof ByteArrayInputStream)) {
            remember(in);
            remember(body);
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

    /** Returns whether the object was not remembered before. */
    private static boolean remember(Object read) {
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
