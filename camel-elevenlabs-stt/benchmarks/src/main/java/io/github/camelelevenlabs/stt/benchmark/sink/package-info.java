/**
 * The server of all benchmarks of clients, in a process of its own: it speaks the protocol of the service and recognises nothing,
 * but checks every byte.
 */
package io.github.camelelevenlabs.stt.benchmark.sink;
