package io.github.camelelevenlabs.stt.session;

import java.time.Duration;
import java.util.Optional;

/**
 * How a session ended and what it took.
 *
 * @param failure       empty when all audio was transcribed
 * @param audioDuration length of the source's audio that was sent
 * @param audioSent     everything sent, padding and replays included: what is billed
 * @param reconnects    connections after the first
 */
public record SessionEnd(
        Optional<SessionFailure> failure, Duration audioDuration, Duration audioSent, int reconnects) {}
