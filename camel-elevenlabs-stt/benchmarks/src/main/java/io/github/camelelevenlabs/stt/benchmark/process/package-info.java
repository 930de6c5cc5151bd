/** The processes that a benchmark measures: how they are started, asked and accounted for, and the tables that say what they did. */
package io.github.camelelevenlabs.stt.benchmark.process;
