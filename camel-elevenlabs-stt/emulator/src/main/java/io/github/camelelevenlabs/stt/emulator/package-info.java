/**
 * The realtime speech-to-text service of ElevenLabs, locally: for tests, demos and CI. This package is the API; with
 * {@code protocol.ConfigEcho} and the package {@code infra} it is all that applications and tests import.
 *
 * <p>{@link io.github.camelelevenlabs.stt.emulator.SttEmulator} serves on loopback what the service serves,
 * {@link io.github.camelelevenlabs.stt.emulator.Recogniser} decides which words it recognises,
 * {@link io.github.camelelevenlabs.stt.emulator.Script} what it does wrong, and
 * {@link io.github.camelelevenlabs.stt.emulator.RecordedSession} tells what a client sent.
 *
 * <p>The rooms behind it know the words of this package ({@code Behaviour}, {@code Fault}, {@code Script}, {@code Utterance},
 * …), and never its doors ({@code SttEmulator}, {@code SimulatedService}, the JUnit extension). Only the command line opens one.
 */
package io.github.camelelevenlabs.stt.emulator;
