package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.options.Headers;
import io.github.camelelevenlabs.stt.text.Printable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns once of a stream of which only some messages say where their audio begins. One that does not say so goes on where the message before
 * ended, which is the wrong place when that message was an old one that came again. Safe for use by many threads.
 */
final class MixedPositions {

    private static final Logger LOG = LoggerFactory.getLogger(MixedPositions.class);

    private final String name;
    private final AtomicReference<Boolean> first = new AtomicReference<>();
    private final AtomicBoolean warned = new AtomicBoolean();

    /** @param name of the endpoint */
    MixedPositions(String name) {
        this.name = name;
    }

    /** A message has come. */
    void check(StreamMessage message) {
        boolean placed = message.position().isPresent();
        if (message.empty() || first.compareAndSet(null, placed) || first.get() == placed) {
            return;
        }
        if (warned.compareAndSet(false, true)) {
            LOG.warn(
                    "A stream of elevenlabs-stt:{} has messages with and without {}; one without it goes on where the message"
                            + " before ended, and is dropped if that one had come again: give it to all messages of a stream or to none",
                    Printable.of(name),
                    Headers.AUDIO_POSITION);
        }
    }
}
