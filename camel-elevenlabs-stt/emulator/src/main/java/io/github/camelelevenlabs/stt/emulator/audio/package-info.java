/**
 * What can be heard in raw samples: levels, speech and keypad tones. Knows neither the network nor the service.
 */
package io.github.camelelevenlabs.stt.emulator.audio;
