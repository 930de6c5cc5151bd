/**
 * Samples: their formats, layouts and channels, and what makes one of another. What all decoders share is here too: their
 * settings, notices and exceptions. Knows none of the other rooms. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.pcm;
