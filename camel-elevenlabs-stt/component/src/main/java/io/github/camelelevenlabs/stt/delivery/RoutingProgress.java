package io.github.camelelevenlabs.stt.delivery;

import java.time.Duration;

/** Learns how far the transcripts of a session are routed. Called by any thread; must not block. */
public interface RoutingProgress {
    /** Everything that was said in the source up to a position is routed. Positions grow; one may come late. */
    void onRouted(Duration through);

    /** A consumer's route has failed. May be called several times. */
    void onRouteFailed(Exception failure);
}
