/**
 * Text and exceptions of strangers, made fit to be shown. Knows nobody, and every other room may use it. Internal: not an API.
 */
package io.github.camelelevenlabs.stt.text;
