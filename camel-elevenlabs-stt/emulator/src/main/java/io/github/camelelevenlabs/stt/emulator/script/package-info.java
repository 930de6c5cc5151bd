/**
 * The contents of a script: moments of a connection, the acts at these moments, and how a commit is answered. The service watches
 * for the moments. Knows no other room. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.script;
