package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Checks links within the repository. Links to other places are not followed, because the build needs no network. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)(?:\\s+\"[^\"]*\")?\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z][a-z+.-]*:.*");

    @Test
    void every_link_leads_to_an_existing_file_and_heading() {
        List<String> broken = new ArrayList<>();
        for (Page page : Repository.pages()) {
            for (Page.Prose line : page.prose()) {
                LINK.matcher(line.withoutCode().text())
                        .results()
                        .map(link -> URLDecoder.decode(link.group(1), StandardCharsets.UTF_8))
                        .filter(target -> !ELSEWHERE.matcher(target).matches())
                        .forEach(target -> check(page, page.at(line.line()), target, broken));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void the_index_names_every_page() {
        String index = Page.ofDocs("README.md").text();
        assertThat(Repository.pages())
                .filteredOn(page -> page.file().getParent().equals(Repository.ROOT.resolve("docs")))
                .extracting(page -> page.file().getFileName().toString())
                .filteredOn(name -> !name.equals("README.md"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(index).contains("](" + name + ")"));
    }

    private static void check(Page page, String at, String target, List<String> broken) {
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path file =
                name.isEmpty() ? page.file() : page.file().resolveSibling(name).normalize();
        if (!file.startsWith(Repository.ROOT) || !Files.exists(file)) {
            broken.add(at + ": there is no file " + target);
        } else if (hash >= 0 && file.toString().endsWith(".md")) {
            Page linked = Page.read(file);
            if (!linked.anchors().contains(target.substring(hash + 1))) {
                broken.add(at + ": " + linked.name() + " has no heading #" + target.substring(hash + 1) + ", but "
                        + linked.anchors());
            }
        }
    }
}
