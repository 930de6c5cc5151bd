package io.github.camelelevenlabs.stt.docs.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class SqlRecipeTest extends RecipeSupport {

    private static final String ONE_WORD_REFUSED =
            "alter table transcript add constraint refused check (text <> 'three')";

    private JdbcTemplate database;

    @BeforeEach
    void createTable() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setUrl("jdbc:h2:mem:transcripts;DB_CLOSE_DELAY=-1");
        database = new JdbcTemplate(source);
        database.execute(
                "create table transcript (recording varchar(200), segment int, starts bigint, text varchar(4000),"
                        + " primary key (recording, segment))");
        context.getRegistry().bind("dataSource", source);
        context.addRoutes(new SqlRoutes());
        start();
    }

    @AfterEach
    void shutdown() {
        context.stop();
        database.execute("shutdown");
    }

    private List<String> stored() {
        return database.queryForList(
                "select recording || ' ' || segment || ' ' || text from transcript order by segment", String.class);
    }

    @Test
    void every_segment_is_a_row() throws Exception {
        drop("call.wav", wav("one two | three"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(stored()).containsExactly("call.wav 0 one two", "call.wav 1 three");
        assertThat(database.queryForObject("select min(starts) from transcript where segment = 1", Long.class))
                .isGreaterThan(2_000);
    }

    @Test
    void a_recording_that_is_sent_again_replaces_the_rows_of_its_first_attempt() throws Exception {
        database.execute(ONE_WORD_REFUSED);
        drop("call.wav", wav("one two | three"));
        await().until(() -> Files.exists(inbox.resolve("failed/call.wav")));
        assertThat(stored()).containsExactly("call.wav 0 one two");

        database.execute("alter table transcript drop constraint refused");
        Files.move(inbox.resolve("failed/call.wav"), inbox.resolve("call.wav"));
        await().until(() -> Files.exists(inbox.resolve("done/call.wav")));
        assertThat(stored()).containsExactly("call.wav 0 one two", "call.wav 1 three");
    }
}
