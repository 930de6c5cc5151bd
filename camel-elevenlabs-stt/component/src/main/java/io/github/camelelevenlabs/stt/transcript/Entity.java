package io.github.camelelevenlabs.stt.transcript;

/**
 * An entity that the service found in a segment: a person, a card number, an illness.
 *
 * @param text       as it stands in the segment's text
 * @param entityType the service's type, such as {@code name}
 * @param startChar  index of its first character in the segment's text
 * @param endChar    index after its last character
 */
public record Entity(String text, String entityType, int startChar, int endChar) {}
