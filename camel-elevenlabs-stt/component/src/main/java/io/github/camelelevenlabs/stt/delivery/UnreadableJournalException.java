package io.github.camelelevenlabs.stt.delivery;

/** An entry that the repository keeps cannot be read: it is damaged, or of another version of this component. */
final class UnreadableJournalException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param what continues a sentence about the entry */
    UnreadableJournalException(String what, Throwable cause) {
        super(what, cause);
    }
}
