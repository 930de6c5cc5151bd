/**
 * The recognisers, which turn the samples of one connection into words: tones, English, or the texts of a script. Knows audio and
 * the recogniser of English. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.recogniser;
