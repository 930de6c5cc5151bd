/**
 * Text and exceptions of strangers, made fit to be shown. Knows nobody, and every other package may use it.
 */
package io.github.camelelevenlabs.stt.text;
