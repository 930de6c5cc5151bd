package io.github.camelelevenlabs.stt.emulator.recording;

import java.time.Duration;

/**
 * A frame of a recording.
 *
 * @param at         since the connection was opened, in the service's time
 * @param connection its number, from 1
 */
record RecordedFrame(Duration at, int connection, Frame frame) {}
