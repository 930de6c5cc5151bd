/**
 * Samples: their formats, layouts and channels, and what makes one of another. What all decoders share is here too: what they are
 * told, what they tell, and why they fail. Knows none of the other rooms. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.audio.pcm;
