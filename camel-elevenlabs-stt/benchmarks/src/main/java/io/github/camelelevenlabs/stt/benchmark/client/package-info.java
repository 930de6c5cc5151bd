/** The clients that are compared, each the main of a process of its own, which is told what to send and says what it heard. */
package io.github.camelelevenlabs.stt.benchmark.client;
