/**
 * What a script holds: moments of a connection, what is to happen then, and how a commit is answered. Who watches for the
 * moments is the service's concern. Knows no other room. Not API.
 */
package io.github.camelelevenlabs.stt.emulator.script;
