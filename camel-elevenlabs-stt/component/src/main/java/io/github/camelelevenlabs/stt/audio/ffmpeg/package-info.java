/**
 * An ffmpeg as a decoder and nothing else: it is given bytes, never an address or a name from outside, and it always
 * ends. Knows {@code pcm} and {@code text}, and nothing of formats but the names that ffmpeg has for them. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.ffmpeg;
