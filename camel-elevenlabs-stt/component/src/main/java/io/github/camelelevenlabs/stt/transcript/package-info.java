/**
 * What users get: transcripts, segments and words. Records and pure functions.
 */
package io.github.camelelevenlabs.stt.transcript;
