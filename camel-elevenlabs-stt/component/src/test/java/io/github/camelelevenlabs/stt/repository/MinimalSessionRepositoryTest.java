package io.github.camelelevenlabs.stt.repository;

import java.util.List;

/** Shows that the contract asks for no more than a map can do. */
class MinimalSessionRepositoryTest extends SessionRepositoryContract {

    private final MinimalSessionRepository store = new MinimalSessionRepository();

    @Override
    SessionRepository repository() {
        return store;
    }

    /** Its check and its write are within one monitor, and so is the sleep. */
    @Override
    SessionRepository repository(Runnable betweenCheckAndWrite) {
        return new SessionRepository() {
            @Override
            public KeptSession open(String key) throws Exception {
                return store.open(key);
            }

            @Override
            public void append(String key, long epoch, List<String> entries) throws Exception {
                synchronized (store) {
                    betweenCheckAndWrite.run();
                    store.append(key, epoch, entries);
                }
            }

            @Override
            public void remove(String key, long epoch) throws Exception {
                synchronized (store) {
                    betweenCheckAndWrite.run();
                    store.remove(key, epoch);
                }
            }
        };
    }
}
