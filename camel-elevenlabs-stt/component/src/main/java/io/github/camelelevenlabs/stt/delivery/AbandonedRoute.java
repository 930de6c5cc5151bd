package io.github.camelelevenlabs.stt.delivery;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.InflightRepository;
import org.apache.camel.spi.ReactiveExecutor;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.UnitOfWorkHelper;

/**
 * Ends the route of an exchange that threw, as routes do with an {@link Error}. What is left of the route waits in a queue of Camel's for
 * the thread. Otherwise Camel would run it with whatever this thread routes next, as if nothing had been thrown.
 */
final class AbandonedRoute {

    private AbandonedRoute() {}

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

    /** Ends an exchange whose route will not call back: runs its completions, and has Camel's stop not wait for it. */
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
