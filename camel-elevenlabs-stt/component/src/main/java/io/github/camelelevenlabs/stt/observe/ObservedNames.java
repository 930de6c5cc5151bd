package io.github.camelelevenlabs.stt.observe;

import java.util.Collection;

/** A component whose names can be looked at. */
public interface ObservedNames {

    /** The names in use. */
    Collection<? extends ObservedName> observedNames();
}
