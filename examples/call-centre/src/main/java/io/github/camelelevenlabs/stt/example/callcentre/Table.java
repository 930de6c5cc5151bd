package io.github.camelelevenlabs.stt.example.callcentre;

import io.github.camelelevenlabs.stt.example.callcentre.Transcripts.Heard;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calls, where they run and their words so far, drawn over what was drawn before. */
final class Table {

    private static final int COLUMNS = 3;
    private static final String UP = "\033[%dA";
    private static final String CLEAR_LINE = "\033[K";

    private final PrintStream out;
    private final boolean redrawn;
    private int drawn;

    /** @param redrawn false where the output is no terminal: then only the first line is written */
    Table(PrintStream out, boolean redrawn) {
        this.out = out;
        this.redrawn = redrawn;
    }

    void draw(CallCentre centre) {
        List<String> lines = lines(centre);
        if (!redrawn) {
            out.println(lines.get(0));
            return;
        }
        StringBuilder text = new StringBuilder(drawn == 0 ? "" : String.format(Locale.ROOT, UP, drawn));
        lines.forEach(line -> text.append(line).append(CLEAR_LINE).append(System.lineSeparator()));
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    private static List<String> lines(CallCentre centre) {
        Map<String, Heard> heard = centre.heard();
        List<String> cells = new ArrayList<>();
        int saidInAll = 0;
        int heardInAll = 0;
        for (int i = 0; i < centre.calls().size(); i++) {
            Call call = centre.calls().get(i);
            Heard words = heard.getOrDefault(call.name(), Heard.NOTHING);
            int said = call.saidWithin(centre.played(i));
            saidInAll += said;
            heardInAll += words.words().size();
            cells.add(String.format(
                    Locale.ROOT,
                    "%s on %-7s %3d of %3d",
                    call.name(),
                    words.instance().isEmpty() ? "-" : String.join(">", words.instances()),
                    words.words().size(),
                    said));
        }
        List<String> lines = new ArrayList<>();
        lines.add(instances(centre) + "   words " + heardInAll + " of " + saidInAll);
        int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
        for (int row = 0; row < rows; row++) {
            List<String> line = new ArrayList<>();
            for (int cell = row; cell < cells.size(); cell += rows) {
                line.add(cells.get(cell));
            }
            lines.add(String.join("   ", line));
        }
        return lines;
    }

    private static String instances(CallCentre centre) {
        List<String> states = new ArrayList<>();
        centre.instances()
                .forEach((name, jvm) ->
                        states.add(name + (jvm.isAlive() ? " runs (" + jvm.pid() + ")" : " was killed")));
        return "instances: " + String.join(", ", states);
    }
}
