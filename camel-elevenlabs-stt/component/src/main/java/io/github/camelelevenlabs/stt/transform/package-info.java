/**
 * Camel data types of transcripts, for {@code transformDataType} and Kamelets. Knows {@code transcript} and {@code text}. Camel finds
 * the classes by the names of the data types. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.transform;
