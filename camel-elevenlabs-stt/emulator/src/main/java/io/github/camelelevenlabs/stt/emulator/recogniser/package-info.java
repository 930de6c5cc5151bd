/**
 * What the recognisers hear in one connection's samples: tones, English, or whatever a script says. Knows audio and the
 * recogniser of English. Not API.
 */
package io.github.camelelevenlabs.stt.emulator.recogniser;
