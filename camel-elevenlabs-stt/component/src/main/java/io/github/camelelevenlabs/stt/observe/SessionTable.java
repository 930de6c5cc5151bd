package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** Live sessions as JMX shows them: a row each. */
public final class SessionTable {

    private static final String[] COLUMNS = {
        "session",
        "state",
        "since",
        "audioSentMillis",
        "audioReplayedMillis",
        "audioKeptMillis",
        "segments",
        "reconnects",
        "lastError",
        "lastCommitLatencyMillis"
    };

    private static final OpenType<?>[] TYPES = {
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.STRING,
        SimpleType.LONG,
        SimpleType.LONG,
        SimpleType.LONG,
        SimpleType.INTEGER,
        SimpleType.INTEGER,
        SimpleType.STRING,
        SimpleType.LONG
    };

    private SessionTable() {}

    public static TabularData of(List<SessionSnapshot> sessions) {
        try {
            CompositeType row = new CompositeType("session", "A live session", COLUMNS, COLUMNS, TYPES);
            TabularDataSupport table =
                    new TabularDataSupport(new TabularType("sessions", "Live sessions", row, new String[] {"session"}));
            for (SessionSnapshot session : sessions) {
                table.put(new CompositeDataSupport(row, COLUMNS, cells(session)));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException("the columns and their types do not fit", e);
        }
    }

    private static Object[] cells(SessionSnapshot session) {
        Optional<String> error = session.lastFailure().map(why -> why.type() + ": " + why.detail());
        return new Object[] {
            session.id(),
            session.state().name(),
            session.since().toString(),
            session.audioSent().toMillis(),
            session.audioReplayed().toMillis(),
            session.audioKept().toMillis(),
            session.segments(),
            session.reconnects(),
            error.orElse(null),
            session.lastCommitLatency().map(Duration::toMillis).orElse(null)
        };
    }
}
