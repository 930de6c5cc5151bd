/**
 * The service itself: who may connect, what is recognised, when it is committed, what is answered, and what is noted of the
 * client. It sees a connection as a {@code Link} and time as a {@code SessionClock}, so that it runs without a network and
 * without waiting. Knows scripts, the protocol and audio. Not API.
 */
package io.github.camelelevenlabs.stt.emulator.service;
