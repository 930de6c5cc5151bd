package io.github.camelelevenlabs.stt.delivery;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.apache.camel.PooledExchange;
import org.apache.camel.Route;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * Ends the route of an exchange that threw, as routes do with an {@link Error}. What is left of the route waits in a queue of Camel's for
 * the thread. Otherwise Camel would run it with whatever this thread routes next, as if nothing had been thrown.
 */
final class AbandonedRoute {

    private AbandonedRoute() {}

    /** Whether an exchange, which has not ended yet, has ended. Asked on the thread that ran its route. */
    static BooleanSupplier ended(Exchange exchange) {
        if (!(exchange instanceof PooledExchange)) {
            return () -> exchange.getUnitOfWork() == null;
        }
        // A pooled exchange keeps its unit of work for its next use.
        AtomicBoolean ended = new AtomicBoolean();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended.set(true);
            }

            @Override
            public boolean allowHandover() {
                return false;
            }
        });
        return ended::get;
    }

    /** Fails an exchange, and runs what is left of its route, which calls back. Called on the thread of the route. */
    static void fail(Exchange exchange, Throwable thrown) {
        exchange.setException(thrown);
        ReactiveExecutor left = exchange.getContext().getCamelContextExtension().getReactiveExecutor();
        boolean more = true;
        while (more) {
            try {
                more = left.executeFromQueue();
            } catch (Throwable another) {
                exchange.setException(another);
            }
        }
    }

    /** Ends an exchange that has not {@link #ended}: runs its completions, and has Camel's stop not wait for it. */
    static void end(Exchange exchange) {
        UnitOfWork unit = exchange.getUnitOfWork();
        if (unit != null) {
            InflightRepository inFlight = exchange.getContext().getInflightRepository();
            for (Route route = unit.popRoute(); route != null; route = unit.popRoute()) {
                inFlight.remove(exchange, route.getRouteId());
            }
            UnitOfWorkHelper.doneUow(unit, exchange);
        }
    }
}
