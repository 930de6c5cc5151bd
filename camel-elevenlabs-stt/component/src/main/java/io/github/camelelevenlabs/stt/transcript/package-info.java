/**
 * What users get: transcripts, segments and words. Records and pure functions, which know nobody. The records are API.
 */
package io.github.camelelevenlabs.stt.transcript;
