package io.github.camelelevenlabs.stt;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/**
 * Routes the transcripts of a name. While it is suspended they wait, and with them their sources. On shutdown it stops
 * after the sessions of its name, so that their last transcripts are still routed.
 */
public class ElevenLabsSttConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final Set<Delivery> deliveries = ConcurrentHashMap.newKeySet();
    private OutputFormat outputFormat;

    public ElevenLabsSttConsumer(ElevenLabsSttEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    public ElevenLabsSttEndpoint getEndpoint() {
        return (ElevenLabsSttEndpoint) super.getEndpoint();
    }

    OutputFormat outputFormat() {
        return outputFormat;
    }

    /** Whether transcripts have to wait. */
    boolean isHeld() {
        return isSuspending() || isSuspended();
    }

    Delivery open(Delivery delivery) {
        deliveries.add(delivery);
        return delivery;
    }

    void close(Delivery delivery) {
        deliveries.remove(delivery);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        outputFormat = OutputFormat.named(
                "outputFormat", getEndpoint().getConfiguration().getOutputFormat());
        getEndpoint().topic().subscribe(this);
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        deliveries.forEach(Delivery::proceed);
    }

    @Override
    protected void doStop() throws Exception {
        getEndpoint().topic().unsubscribe(this);
        deliveries.forEach(Delivery::stop);
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        if (isContextStopping()) {
            getEndpoint().topic().endStreams();
        }
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return isContextStopping()
                ? getEndpoint().topic().running()
                : deliveries.stream().mapToInt(Delivery::pending).sum();
    }

    private boolean isContextStopping() {
        return getEndpoint().getCamelContext().isStopping();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // What there is to prepare was done when the shutdown was deferred.
    }
}
