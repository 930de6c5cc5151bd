package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionFailure;
import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import java.util.List;
import java.util.Optional;

/** What there is to see of a name. To look at it asks nothing of its sessions and nothing of the network. */
public interface ObservedName {

    String name();

    /** How many sessions run. */
    int running();

    /** How many of them wait to reach the service again. */
    long backingOff();

    /** What the sessions of the name have used. */
    UsageTotals totals();

    /** What can be seen of the sessions that run now. */
    List<SessionSnapshot> snapshots();

    /** Why the service cannot be used at the moment, as far as the sessions of the name know; empty when it can. */
    Optional<SessionFailure> trouble();
}
