/**
 * The service itself: it decides who may connect, when text is committed and what is answered, and it records what the client
 * does. It sees a connection as a {@code Link} and time as a {@code SessionClock}, so that it runs without a network and
 * without waiting. Knows scripts, the protocol and audio. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.emulator.service;
