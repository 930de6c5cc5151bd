package io.github.camelelevenlabs.stt.emulator.service;

import java.time.Duration;

/** Decides when the socket is read: at once, or at the rate of a slow service, and not while a fault stops it. */
final class ReadPace {
    private final Link link;
    private final SessionClock clock;
    private final Backlog backlog;
    private int stops;

    /** @param rate seconds of audio read in a second; 0 for no limit */
    ReadPace(Link link, SessionClock clock, double rate) {
        this.link = link;
        this.clock = clock;
        backlog = rate > 0 ? new Backlog(clock, rate) : null;
    }

    /** This much audio has been read. */
    void read(Duration audio) {
        if (backlog != null) {
            backlog.add(audio);
            stop(backlog.delay());
        }
    }

    /** Reads nothing for this time. Stops that overlap are not added up. */
    void stop(Duration pause) {
        if (pause.isZero()) {
            return;
        }
        stops++;
        link.reading(false);
        clock.after(pause, () -> {
            if (--stops == 0) {
                link.reading(true);
            }
        });
    }
}
