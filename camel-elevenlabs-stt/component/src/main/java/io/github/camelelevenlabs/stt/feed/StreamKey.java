package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.text.Printable;

/** What the messages of a stream share: the name of the endpoint and the session key. */
record StreamKey(String name, String key) {
    /** For the log. */
    @Override
    public String toString() {
        return "elevenlabs-stt:" + Printable.of(name) + " " + Printable.of(key);
    }
}
