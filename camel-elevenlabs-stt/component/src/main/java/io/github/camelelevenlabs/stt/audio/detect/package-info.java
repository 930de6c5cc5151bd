/**
 * What bytes are, by their first ones, by what is said of them and by how they look: a format, samples, or no audio at all. Knows
 * {@code pcm}, and how {@code ffmpeg} is told the name of a format. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.detect;
