package io.github.camelelevenlabs.stt.repository;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The least that a store has to do. It keeps nothing when its process ends. */
final class MinimalSessionRepository implements SessionRepository {

    private final Map<String, KeptSession> sessions = new HashMap<>();
    private long lastEpoch;

    @Override
    public synchronized KeptSession open(String key) {
        List<String> entries = sessions.containsKey(key) ? sessions.get(key).entries() : List.of();
        KeptSession opened = new KeptSession(++lastEpoch, entries);
        sessions.put(key, opened);
        return opened;
    }

    @Override
    public synchronized void append(String key, long epoch, List<String> entries) throws SupersededException {
        KeptSession kept = sessions.get(key);
        if (kept == null || kept.epoch() != epoch) {
            throw new SupersededException("epoch " + epoch + " of '" + key + "' is over");
        }
        List<String> all = new ArrayList<>(kept.entries());
        all.addAll(entries);
        sessions.put(key, new KeptSession(epoch, all));
    }

    @Override
    public synchronized void remove(String key, long epoch) throws SupersededException {
        KeptSession kept = sessions.get(key);
        if (kept != null && kept.epoch() != epoch) {
            throw new SupersededException("epoch " + epoch + " of '" + key + "' is over");
        }
        sessions.remove(key);
    }
}
