/**
 * Text of strangers, made fit to be shown, and the words for an exception. Knows nobody, and every other room may use it. Internal:
 * not an API.
 */
package io.github.camelelevenlabs.stt.text;
