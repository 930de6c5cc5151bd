package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.repository.SessionPermits;
import java.util.Collection;

/** The component, as the developer console sees it. */
public interface ObservedNames {

    /** The names in use. */
    Collection<ObservedName> observedNames();

    /** The session permits in use. */
    Collection<SessionPermits> sessionPermits();
}
