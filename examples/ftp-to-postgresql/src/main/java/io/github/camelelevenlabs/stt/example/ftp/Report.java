package io.github.camelelevenlabs.stt.example.ftp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Shows what is in the database. */
final class Report {

    private static final int WORDS_SHOWN = 5;

    private final JdbcTemplate database;
    private final Consumer<String> console;

    Report(DataSource database, Consumer<String> console) {
        this.database = new JdbcTemplate(database);
        this.console = console;
    }

    void print() {
        table(
                "select file_name, segment, s.start_ms, s.end_ms, s.text from recording join segment s using (recording_id)"
                        + " order by file_name, recording_id, segment");
        table("select segment, word, start_ms, end_ms, round(probability::numeric, 2) as probability, text from word"
                + " order by recording_id, segment, word limit " + WORDS_SHOWN);
        int more = database.queryForObject("select count(*) from word", Integer.class) - WORDS_SHOWN;
        if (more > 0) {
            console.accept("… and " + more + " more words");
        }
        console.accept("");
        console.accept(database.queryForObject(
                "select format('recordings: %s, segments: %s, words: %s', (select count(*) from recording),"
                        + " (select count(*) from segment), (select count(*) from word))",
                String.class));
    }

    private void table(String query) {
        List<Map<String, Object>> rows = database.queryForList(query);
        rows.stream().findFirst().ifPresent(first -> {
            List<String> columns = List.copyOf(first.keySet());
            console.accept("");
            console.accept(line(
                    columns.stream().map(column -> cell(rows, column, column)).toList()));
            rows.forEach(row -> console.accept(line(columns.stream()
                    .map(column -> cell(rows, column, String.valueOf(row.get(column))))
                    .toList())));
        });
    }

    private static String cell(List<Map<String, Object>> rows, String column, String value) {
        int width = rows.stream()
                .mapToInt(row -> String.valueOf(row.get(column)).length())
                .reduce(column.length(), Math::max);
        return String.format(Locale.ROOT, "%-" + width + "s", value);
    }

    private static String line(List<String> cells) {
        return String.join("  ", cells).stripTrailing();
    }
}
