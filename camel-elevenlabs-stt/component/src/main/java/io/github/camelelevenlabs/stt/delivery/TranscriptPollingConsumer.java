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
 * Keeps transcripts for whoever polls: {@code pollEnrich} or a {@code ConsumerTemplate}. Camel keeps such a consumer after
 * the poll, which may have been the only one, and by default makes a full queue wait for the next: with it the session, its
 * audio and the exchange that brought it would wait for ever. Here the oldest transcript makes room for the newest one. Who
 * sets another policy for full queues on the endpoint gets it.
 */
public final class TranscriptPollingConsumer extends EventDrivenPollingConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(TranscriptPollingConsumer.class);

    private final BlockingQueue<Exchange> queue;
    /** Whether it was told that transcripts are dropped; until the next poll. */
    private volatile boolean told;

    /** @param capacity how many transcripts wait for a poll */
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
            if (queue.poll() != null && !told) {
                told = true;
                LOG.warn(
                        "Nobody polls {}: {} transcripts wait, the oldest are dropped for newer ones",
                        getEndpoint(),
                        getQueueCapacity());
            }
        }
    }

    @Override
    protected long beforePoll(long timeout) {
        told = false;
        return super.beforePoll(timeout);
    }
}
