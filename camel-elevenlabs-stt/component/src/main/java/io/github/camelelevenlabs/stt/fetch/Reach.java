package io.github.camelelevenlabs.stt.fetch;

/** The addresses that a URL and its redirects may lead to. */
public enum Reach {
    /** Only public addresses: for URLs from untrusted sources. */
    PUBLIC,
    /**
     * The host of the URL itself may have any address, others must be public: for trusted URLs with untrusted
     * redirects.
     */
    OWN_HOST,
    /** Any address. */
    ANYWHERE
}
