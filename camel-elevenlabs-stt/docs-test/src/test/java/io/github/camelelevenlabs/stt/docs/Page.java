package io.github.camelelevenlabs.stt.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown.
 *
 * @param lines all lines; line 1 is the first element
 */
public record Page(Path file, List<String> lines) {

    private static final Pattern FENCE = Pattern.compile("^\\s*(`{3,}|~{3,})\\s*(\\S*).*$");
    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.+?)\\s*#*$");
    private static final Pattern ANCHOR = Pattern.compile("<a (?:id|name)=\"([^\"]+)\"");
    private static final Pattern CODE_SPAN = Pattern.compile("(`+)(.+?)\\1");

    /** A fenced block; {@code line} is the number of its first line of text, from 1. */
    public record Block(Page page, int line, String language, List<String> lines) {

        public String text() {
            return String.join("\n", lines) + "\n";
        }

        String at() {
            return page.at(line);
        }
    }

    /** One line outside of blocks. */
    record Prose(int line, String text) {

        Prose withoutCode() {
            return new Prose(line, CODE_SPAN.matcher(text).replaceAll(""));
        }

        List<String> codeSpans() {
            return CODE_SPAN
                    .matcher(text)
                    .results()
                    .map(span -> span.group(2).strip())
                    .toList();
        }
    }

    /** A page of the documentation, by the name of its file. */
    public static Page ofDocs(String name) {
        return read(Repository.ROOT.resolve("docs").resolve(name));
    }

    public static Page read(Path file) {
        return new Page(file, Repository.read(file).lines().toList());
    }

    public String text() {
        return Repository.read(file);
    }

    String name() {
        return Repository.nameOf(file);
    }

    String at(int line) {
        return name() + ":" + line;
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        parse(blocks, new ArrayList<>());
        return blocks;
    }

    List<Block> blocks(String... languages) {
        return blocks().stream()
                .filter(block -> List.of(languages).contains(block.language))
                .toList();
    }

    /** The first block of a language below a heading, which includes its marks. */
    public Block first(String language, String heading) {
        int below = lines.indexOf(heading) + 1;
        return blocks(language).stream()
                .filter(block -> below > 0 && block.line > below)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no block of " + language + " below '" + heading + "' in " + name()));
    }

    /** The content of the blocks of a language. */
    public List<String> samples(String language) {
        return blocks(language).stream().map(Block::text).toList();
    }

    List<Prose> prose() {
        List<Prose> prose = new ArrayList<>();
        parse(new ArrayList<>(), prose);
        return prose;
    }

    /** The anchors of this page, by GitHub's rules. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        Map<String, Integer> seen = new HashMap<>();
        for (Prose line : prose()) {
            Matcher heading = HEADING.matcher(line.text);
            if (heading.matches()) {
                String slug = slug(heading.group(1));
                int before = seen.merge(slug, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? slug : slug + "-" + before);
            }
            ANCHOR.matcher(line.text).results().forEach(anchor -> anchors.add(anchor.group(1)));
        }
        return anchors;
    }

    private static String slug(String heading) {
        String shown = heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
        return shown.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
    }

    private void parse(List<Block> blocks, List<Prose> prose) {
        String fence = null;
        for (int i = 0; i < lines.size(); i++) {
            Matcher mark = FENCE.matcher(lines.get(i));
            if (fence == null && mark.matches()) {
                fence = mark.group(1);
                blocks.add(new Block(this, i + 2, mark.group(2), new ArrayList<>()));
            } else if (fence == null) {
                prose.add(new Prose(i + 1, lines.get(i)));
            } else if (lines.get(i).strip().equals(fence)) {
                fence = null;
            } else {
                blocks.get(blocks.size() - 1).lines.add(lines.get(i));
            }
        }
        if (fence != null) {
            throw new IllegalStateException(
                    blocks.get(blocks.size() - 1).at() + ": the block that begins here is never closed");
        }
    }
}
