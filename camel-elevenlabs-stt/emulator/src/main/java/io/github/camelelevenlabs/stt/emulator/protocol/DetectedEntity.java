package io.github.camelelevenlabs.stt.emulator.protocol;

/**
 * An entity in a text, such as a name or a number.
 *
 * @param start index in the text of the entity's first character
 * @param end   index in the text after its last
 */
public record DetectedEntity(String text, String type, int start, int end) {}
