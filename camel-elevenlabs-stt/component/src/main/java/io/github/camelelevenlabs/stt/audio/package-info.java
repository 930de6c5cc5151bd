/**
 * From a body's bytes to mono samples in one of the service's formats. Knows neither Camel nor the network.
 */
package io.github.camelelevenlabs.stt.audio;
