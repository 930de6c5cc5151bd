package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that a picture of packages shows exactly the imports between them. */
class RoomPicturesTest {

    private static final String EMULATOR = "io.github.camelelevenlabs.stt.emulator";

    /** {@code a --> b & c}, with or without a description of a. */
    private static final Pattern ARROWS = Pattern.compile("^ *(\\w+)(?:\\[[^]]*])? --> ([\\w &]+)$");

    @Test
    void the_picture_of_the_emulator_shows_the_imports_of_its_sources() {
        Set<String> drawn = arrowsBelow("## The emulator's rooms");
        Set<String> imported =
                arrowsOf(Repository.ROOT.resolve("camel-elevenlabs-stt/emulator/src/main/java"), EMULATOR);
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(imported);
    }

    /** Arrows to and from the API are drawn by hand. */
    private static Set<String> arrowsBelow(String heading) {
        return Page.ofDocs("architecture.md").first("mermaid", heading).lines().stream()
                .map(ARROWS::matcher)
                .filter(line -> line.matches() && !line.group(1).equals("api"))
                .flatMap(line -> Stream.of(line.group(2).split("[ &]+")).map(to -> line.group(1) + " to " + to))
                .filter(arrow -> !arrow.endsWith(" to api"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> arrowsOf(Path sources, String root) {
        Path folder = sources.resolve(root.replace('.', '/'));
        Pattern imports =
                Pattern.compile("^import (?:static )?" + Pattern.quote(root) + "\\.([a-z]\\w*)\\.", Pattern.MULTILINE);
        Set<String> arrows = new TreeSet<>();
        Repository.named(".java").stream()
                .filter(file -> file.startsWith(folder) && !file.getParent().equals(folder))
                .forEach(file -> {
                    String room = folder.relativize(file).getName(0).toString();
                    imports.matcher(Repository.read(file))
                            .results()
                            .map(one -> one.group(1))
                            .filter(other -> !other.equals(room))
                            .forEach(other -> arrows.add(room + " to " + other));
                });
        return arrows;
    }
}
