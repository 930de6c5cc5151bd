/**
 * Runs ffmpeg as a decoder only: it receives bytes, never an address or a name from outside, and it always ends.
 * Internal, not an API.
 */
package io.github.camelelevenlabs.stt.audio.ffmpeg;
