/**
 * What bytes are, by their first ones, by what is said of them and by how they look: a format, samples, or no audio at all. Knows
 * {@code pcm}, and the command with which {@code ffmpeg} decodes a format. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.detect;
