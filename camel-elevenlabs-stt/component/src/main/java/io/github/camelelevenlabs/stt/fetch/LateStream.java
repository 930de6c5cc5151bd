package io.github.camelelevenlabs.stt.fetch;

import java.io.IOException;
import java.io.InputStream;

/** A fetch that is opened by whoever reads it first. Closing it ends the fetch, opened or not. */
final class LateStream extends InputStream {

    private final Fetch fetch;
    private InputStream stream;

    LateStream(Fetch fetch) {
        this.fetch = fetch;
    }

    @Override
    public int read() throws IOException {
        return opened().read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return opened().read(buffer, offset, length);
    }

    private InputStream opened() throws IOException {
        if (stream == null) {
            stream = fetch.open().stream();
        }
        return stream;
    }

    @Override
    public void close() {
        fetch.close();
    }
}
