package io.github.camelelevenlabs.stt.observe;

import java.util.Collection;

/** The component, as the developer console sees it. */
public interface ObservedNames {

    /** The names in use. */
    Collection<ObservedName> observedNames();
}
