/**
 * What recordings consist of: the units of each format, where one recording ends and the next begins, and the decoders of the
 * formats that need no ffmpeg. Knows {@code detect} and {@code pcm}. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.container;
