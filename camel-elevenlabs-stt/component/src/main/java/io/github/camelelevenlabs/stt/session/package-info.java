/**
 * One live conversation with the service: what is sent when, what comes back, and what ends it. Testable without Camel,
 * without a network and without waiting: time, threads and the connection are handed in.
 */
package io.github.camelelevenlabs.stt.session;
