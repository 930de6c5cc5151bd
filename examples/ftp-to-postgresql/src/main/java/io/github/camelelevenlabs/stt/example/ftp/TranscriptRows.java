package io.github.camelelevenlabs.stt.example.ftp;

import io.github.camelelevenlabs.stt.ElevenLabsSttConstants;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Segments as rows of the database: the names are those of the parameters in the SQL, the times are milliseconds. */
final class TranscriptRows {

    private TranscriptRows() {}

    static List<Map<String, Object>> segments(Exchange recording) {
        return segmentsOf(recording).stream().map(TranscriptRows::row).toList();
    }

    private static Map<String, Object> row(Segment segment) {
        // A segment whose word times were lost has no times.
        Map<String, Object> row = new HashMap<>();
        row.put("segment", segment.index());
        row.put("start", segment.startTime().orElse(null));
        row.put("end", segment.endTime().orElse(null));
        row.put("text", segment.text());
        return row;
    }

    static List<Map<String, Object>> words(Exchange recording) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Segment segment : segmentsOf(recording)) {
            List<Word> words = segment.words();
            for (int index = 0; index < words.size(); index++) {
                Word word = words.get(index);
                rows.add(Map.of(
                        "segment", segment.index(),
                        "word", index,
                        "start", word.startTime(),
                        "end", word.endTime(),
                        "probability", word.confidence(),
                        "text", word.text()));
            }
        }
        return rows;
    }

    @SuppressWarnings("unchecked")
    private static List<Segment> segmentsOf(Exchange recording) {
        return recording.getMessage().getHeader(ElevenLabsSttConstants.SEGMENTS, List.class);
    }
}
