/**
 * Offline recognition of spoken English with CMU Sphinx, for any number of streams on a single model. Knows neither the
 * network nor the service. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.speech;
