/**
 * The transcripts that users get, their segments and words, and their formats. Records and pure functions; knows no other room. The records are API.
 */
package io.github.camelelevenlabs.stt.transcript;
