/**
 * Runs ffmpeg as a decoder only: it receives bytes, never an address or a name from outside, and it always ends. Knows
 * {@code pcm} and {@code text}, and nothing of formats but the names that ffmpeg has for them. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.ffmpeg;
