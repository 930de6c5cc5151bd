/**
 * An ffmpeg as a decoder and nothing else: it is given bytes, never an address or a name from outside, and it always
 * ends.
 */
package io.github.camelelevenlabs.stt.audio.ffmpeg;
