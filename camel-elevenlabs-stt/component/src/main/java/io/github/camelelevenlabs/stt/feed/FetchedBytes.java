package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.ArrivingBytes;
import io.github.camelelevenlabs.stt.fetch.FetchedStream;
import java.io.IOException;
import java.util.concurrent.CompletionStage;

/** The bytes of a URL, for a decoder. */
class FetchedBytes implements ArrivingBytes {

    private final FetchedStream stream;

    FetchedBytes(FetchedStream stream) {
        this.stream = stream;
    }

    @Override
    public CompletionStage<Void> readable() {
        return stream.readable();
    }

    @Override
    public int take(byte[] buffer, int offset, int length) throws IOException {
        return stream.take(buffer, offset, length);
    }

    @Override
    public void close() {
        stream.close();
    }
}
