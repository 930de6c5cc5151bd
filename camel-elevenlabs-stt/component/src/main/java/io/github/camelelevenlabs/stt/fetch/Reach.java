package io.github.camelelevenlabs.stt.fetch;

/** Where a URL, and what it redirects to, may lead. */
public enum Reach {
    /** To public addresses only: for URLs that come from elsewhere. */
    PUBLIC,
    /** The URL's own host may be anywhere, others must be public: for URLs that are trusted, unlike their redirects. */
    OWN_HOST,
    /** Anywhere. */
    ANYWHERE
}
