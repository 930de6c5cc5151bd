/**
 * The command line of the emulator: its options, and how faults, times and rules are written there. Knows the API and the
 * scripts. Internal: not an API, but for the options themselves.
 */
package io.github.camelelevenlabs.stt.emulator.cli;
