/**
 * Where work runs: the loop that owns a session, and a pool for work that may block. Knows no other room; every other room may use it.
 * Internal: not an API.
 */
package io.github.camelelevenlabs.stt.threads;
