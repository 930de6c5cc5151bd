/** The emulator as other people's clients find it: they run under Node.js, and tests here say what they report. */
package io.github.camelelevenlabs.stt.emulator.clients;
