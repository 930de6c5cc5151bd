package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.AudioSource;
import io.github.camelelevenlabs.stt.audio.PcmFormat;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source whose streams are not closed by the loop of its session: a stream may wait there for a read that hangs, or for the rest of
 * an answer, and with it all sessions of the loop would.
 *
 * @param blocking where a task may wait
 */
public record ReleasedElsewhere(AudioSource source, Executor blocking) implements AudioSource {

    private static final Logger LOG = LoggerFactory.getLogger(ReleasedElsewhere.class);

    @Override
    public CompletionStage<PcmFormat> open() {
        return source.open();
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public CompletionStage<Block> read() {
        return source.read();
    }

    @Override
    public void close() {
        blocking.execute(() -> {
            try {
                source.close();
            } catch (RuntimeException | Error broken) {
                LOG.debug("A source could not be closed", broken);
            }
        });
    }
}
