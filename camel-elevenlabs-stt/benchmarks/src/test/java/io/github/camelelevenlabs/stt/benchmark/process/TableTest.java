package io.github.camelelevenlabs.stt.benchmark.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void is_markdown_with_three_digits_and_gaps_where_there_is_no_figure() {
        Table table = new Table("Title", "client", "figure", "ratio");
        table.row("one", 1_234.0, 0.957);
        table.row("another", 12, Double.NaN);
        assertThat(table).hasToString("""

                **Title**

                | client  | figure | ratio |
                |---|---|---|
                | one     | 1,234  | 0.96  |
                | another | 12     |       |
                """);
    }
}
