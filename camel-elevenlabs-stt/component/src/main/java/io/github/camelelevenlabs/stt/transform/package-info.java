/**
 * Camel data types, for {@code transformDataType} and Kamelets: a transcript in the forms people use.
 */
package io.github.camelelevenlabs.stt.transform;
