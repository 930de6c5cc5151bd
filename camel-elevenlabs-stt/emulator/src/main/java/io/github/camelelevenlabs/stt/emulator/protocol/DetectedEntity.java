package io.github.camelelevenlabs.stt.emulator.protocol;

/**
 * A name, number or the like in a text.
 *
 * @param start index in the text of the entity's first character
 * @param end   index in the text after its last
 */
public record DetectedEntity(String text, String type, int start, int end) {}
