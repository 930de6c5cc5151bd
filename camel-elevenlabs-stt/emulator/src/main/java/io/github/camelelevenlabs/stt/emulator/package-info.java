/**
 * The realtime speech-to-text service of ElevenLabs, locally: for tests, demos and CI.
 */
package io.github.camelelevenlabs.stt.emulator;
