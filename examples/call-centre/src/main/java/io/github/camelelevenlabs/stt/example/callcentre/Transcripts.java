package io.github.camelelevenlabs.stt.example.callcentre;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is in the database, and what is wrong with it. */
final class Transcripts {

    private final JdbcTemplate database;

    Transcripts(DataSource database) {
        this.database = new JdbcTemplate(database);
    }

    /** @param instances which heard it, one after the other */
    record Heard(List<String> words, List<String> instances) {

        static final Heard NOTHING = new Heard(List.of(), List.of());

        private void add(String text, String instance) {
            words.addAll(Arrays.asList(text.split("\\s+")));
            if (!instance.equals(instance())) {
                instances.add(instance);
            }
        }

        /** The instance that heard the end of it; empty when nothing was heard yet. */
        String instance() {
            return instances.isEmpty() ? "" : instances.get(instances.size() - 1);
        }
    }

    /** What was heard of each call that anything was heard of. */
    Map<String, Heard> heard() {
        Map<String, Heard> heard = new LinkedHashMap<>();
        database.query("select call, text, instance from transcript order by call, start_ms", rows -> {
            heard.computeIfAbsent(rows.getString("call"), call -> new Heard(new ArrayList<>(), new ArrayList<>()))
                    .add(rows.getString("text"), rows.getString("instance"));
        });
        return heard;
    }

    /**
     * @param lost  words that were said and are not there
     * @param again words that are there and were not said, or not so often
     */
    record Difference(int lost, int again) {

        static Difference between(List<String> said, List<String> heard) {
            int common = common(said, heard);
            return new Difference(said.size() - common, heard.size() - common);
        }

        Difference plus(Difference other) {
            return new Difference(lost + other.lost, again + other.again);
        }
    }

    /** The length of the longest common subsequence. */
    private static int common(List<String> said, List<String> heard) {
        int[] lengths = new int[heard.size() + 1];
        for (String word : said) {
            int diagonal = 0;
            for (int i = 1; i <= heard.size(); i++) {
                int above = lengths[i];
                lengths[i] = word.equals(heard.get(i - 1)) ? diagonal + 1 : Math.max(above, lengths[i - 1]);
                diagonal = above;
            }
        }
        return lengths[heard.size()];
    }
}
