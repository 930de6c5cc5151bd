package io.github.camelelevenlabs.stt.repository;

import java.util.List;

/**
 * Keeps what sessions have said until they are over, so that another process can go on with them: the option {@code sessionRepository}.
 * Each session has a key, and an append-only list of entries, which are lines of JSON that only the component reads.
 *
 * <p>Every method may block, is called on threads of a pool and never on an event loop, and may be called by many threads at once,
 * for one key too. Any exception but {@link SupersededException} counts as a store that cannot be reached: the session fails with
 * {@code repository_failed}, which may be retried. No wait may be without a limit.
 *
 * <p>One process has a session at a time. {@link #open} gives its caller a new epoch; from then on the store refuses whatever is
 * written with another one. An implementation has to compare the epoch in the same transaction, or under the same lock, as it
 * writes: a process that slept in between must not get through. An epoch is never given twice for a key, also not after
 * {@link #remove}: otherwise a process that slept could write into the next session of that name.
 *
 * <p>{@link FileSessionRepository} and {@link JdbcSessionRepository} are ours.
 */
public interface SessionRepository {

    /**
     * What is kept of a session.
     *
     * @param epoch   of whoever has just opened it
     * @param entries in the order in which they were appended; empty when the session is new
     */
    record KeptSession(long epoch, List<String> entries) {
        public KeptSession {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Begins the session of a key, or takes it over from whoever has it. When this returns, nothing more is added to the session
     * than what the returned epoch appends.
     *
     * @param key not blank, of any length and with any characters, also with ones that no file name or database can hold
     * @return an epoch that is larger than any that was given for this key before, and everything that is kept
     */
    KeptSession open(String key) throws Exception;

    /**
     * Appends entries to a session, all or none. When this returns, they survive a crash of the process and, as far as the store can, of
     * the machine. When it throws, they may be kept or not.
     *
     * @param epoch   what {@link #open} gave
     * @param entries at least one, each JSON on one line. An unpaired surrogate in one may come back as its escape, which is the same
     *                JSON; everything else comes back as it was
     * @throws SupersededException when another process has opened the session since, or it was removed
     */
    void append(String key, long epoch, List<String> entries) throws Exception;

    /**
     * Removes a session with all its entries: it is over. Removing one that is not there does nothing.
     *
     * @param epoch what {@link #open} gave
     * @throws SupersededException when another process has opened the session since
     */
    void remove(String key, long epoch) throws Exception;
}
