package io.github.camelelevenlabs.stt.observe;

import io.github.camelelevenlabs.stt.session.SessionSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;

/** The running sessions as a JMX table, with one row for each. */
public final class SessionTable {

    private record Column(String name, OpenType<?> type, Function<SessionSnapshot, Object> value) {

        static Column millis(String name, Function<SessionSnapshot, Duration> value) {
            return new Column(name, SimpleType.LONG, value.andThen(Duration::toMillis));
        }
    }

    private static final List<Column> COLUMNS = List.of(
            new Column("session", SimpleType.STRING, SessionSnapshot::id),
            new Column("state", SimpleType.STRING, session -> session.state().name()),
            new Column("since", SimpleType.STRING, session -> session.since().toString()),
            Column.millis("audioSentMillis", SessionSnapshot::audioSent),
            Column.millis("audioReplayedMillis", SessionSnapshot::audioReplayed),
            Column.millis("audioKeptMillis", SessionSnapshot::audioKept),
            new Column(
                    "hints",
                    SimpleType.STRING,
                    session -> session.hints().map(Object::toString).orElse(null)),
            new Column("segments", SimpleType.INTEGER, SessionSnapshot::segments),
            new Column("reconnects", SimpleType.INTEGER, SessionSnapshot::reconnects),
            new Column(
                    "lastError",
                    SimpleType.STRING,
                    session -> session.lastFailure()
                            .map(why -> why.type() + ": " + why.detail())
                            .orElse(null)),
            new Column(
                    "lastCommitLatencyMillis",
                    SimpleType.LONG,
                    session ->
                            session.lastCommitLatency().map(Duration::toMillis).orElse(null)));

    private static final String[] NAMES = COLUMNS.stream().map(Column::name).toArray(String[]::new);

    private SessionTable() {}

    public static TabularData of(List<SessionSnapshot> sessions) {
        try {
            OpenType<?>[] types = COLUMNS.stream().map(Column::type).toArray(OpenType<?>[]::new);
            CompositeType row = new CompositeType("session", "A live session", NAMES, NAMES, types);
            TabularDataSupport table =
                    new TabularDataSupport(new TabularType("sessions", "Live sessions", row, new String[] {"session"}));
            for (SessionSnapshot session : sessions) {
                Object[] cells = COLUMNS.stream()
                        .map(column -> column.value().apply(session))
                        .toArray();
                table.put(new CompositeDataSupport(row, NAMES, cells));
            }
            return table;
        } catch (OpenDataException e) {
            throw new IllegalStateException("the columns and their types do not fit", e);
        }
    }
}
