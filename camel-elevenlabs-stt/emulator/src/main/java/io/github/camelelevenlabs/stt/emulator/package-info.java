/**
 * The realtime speech-to-text service of ElevenLabs, locally: for tests, demos and CI.
 *
 * <p>{@link io.github.camelelevenlabs.stt.emulator.SttEmulator} serves on loopback what the service serves,
 * {@link io.github.camelelevenlabs.stt.emulator.Recogniser} decides what it hears,
 * {@link io.github.camelelevenlabs.stt.emulator.Script} what it does wrong, and
 * {@link io.github.camelelevenlabs.stt.emulator.RecordedSession} tells what a client sent.
 */
package io.github.camelelevenlabs.stt.emulator;
