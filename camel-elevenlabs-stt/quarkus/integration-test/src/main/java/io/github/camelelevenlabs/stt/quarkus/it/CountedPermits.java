package io.github.camelelevenlabs.stt.quarkus.it;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;
import java.util.concurrent.atomic.AtomicInteger;

/** Permits of an application's own, which need no other library. */
@ApplicationScoped
@Named("permits")
public class CountedPermits implements SessionPermits {

    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger given = new AtomicInteger();

    @Override
    public Place enter(int sessions, Runnable turn) {
        held.addAndGet(sessions);
        given.addAndGet(sessions);
        turn.run();
        return () -> held.addAndGet(-sessions);
    }

    @Override
    public int count() {
        return 10;
    }

    @Override
    public int held() {
        return held.get();
    }

    @Override
    public int waiting() {
        return 0;
    }

    public int given() {
        return given.get();
    }
}
