/**
 * Camel data types, for {@code transformDataType} and Kamelets: a transcript in the forms people use. Knows {@code transcript} and
 * {@code text}. Found by Camel by name; the classes are no API.
 */
package io.github.camelelevenlabs.stt.transform;
