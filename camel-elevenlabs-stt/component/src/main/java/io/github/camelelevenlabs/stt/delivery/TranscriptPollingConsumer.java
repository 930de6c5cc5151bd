package io.github.camelelevenlabs.stt.delivery;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PooledExchange;
import org.apache.camel.support.EventDrivenPollingConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps transcripts for {@code pollEnrich} and {@code ConsumerTemplate}. Camel keeps this consumer after the first poll, and by
 * default a full queue blocks: then the session, its audio and the exchange that brought it would wait for ever when nobody polls
 * again. Here a full queue drops its oldest transcript instead, unless the endpoint sets another policy for full queues.
 */
public final class TranscriptPollingConsumer extends EventDrivenPollingConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptPollingConsumer.class);

    private final BlockingQueue<Exchange> queue;
    /** Whether the warning about dropped transcripts was logged since the last poll. */
    private volatile boolean warned;

    /** @param capacity the number of transcripts that may wait for a poll */
    public TranscriptPollingConsumer(Endpoint endpoint, int capacity) {
        this(endpoint, new LinkedBlockingQueue<>(capacity));
    }

    private TranscriptPollingConsumer(Endpoint endpoint, BlockingQueue<Exchange> queue) {
        super(endpoint, queue);
        this.queue = queue;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        if (!isBlockWhenFull() || getBlockTimeout() > 0) {
            super.process(exchange);
            return;
        }
        boolean copied = isCopy() || exchange instanceof PooledExchange;
        Exchange kept = copied ? prepareCopy(exchange, true) : exchange;
        while (!queue.offer(kept)) {
            if (queue.poll() != null && !warned) {
                warned = true;
                LOG.warn(
                        "Nobody polls {}: {} transcripts wait, the oldest are dropped for newer ones",
                        getEndpoint(),
                        getQueueCapacity());
            }
        }
    }

    @Override
    protected long beforePoll(long timeout) {
        warned = false;
        return super.beforePoll(timeout);
    }
}
