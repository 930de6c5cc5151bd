/** What clients send and the server expects, and the time that an answer takes. */
package io.github.camelelevenlabs.stt.benchmark.load;
