/**
 * Analyses raw samples: level, speech and keypad tones. Knows neither the network nor the service. Internal: not
 * an API.
 */
package io.github.camelelevenlabs.stt.emulator.audio;
