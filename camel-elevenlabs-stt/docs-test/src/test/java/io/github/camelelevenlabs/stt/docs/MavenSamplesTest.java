package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks that dependencies and plugins on a page are those of the build, and that Maven's command lines name its modules and
 * profiles.
 */
class MavenSamplesTest {

    private final Poms poms;

    MavenSamplesTest() throws Exception {
        poms = new Poms();
    }

    @Test
    void xml_samples_name_artifacts_and_versions_of_the_build() {
        List<String> complaints = new ArrayList<>();
        for (Page.Block block : Repository.blocks("xml")) {
            try {
                Poms.artifacts(Poms.parse("<sample>" + block.text() + "</sample>"))
                        .forEach(artifact -> poms.complaint(artifact)
                                .ifPresent(complaint -> complaints.add(block.at() + ": " + complaint)));
            } catch (Exception e) {
                complaints.add(block.at() + ": " + e.getMessage());
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void command_lines_name_modules_and_profiles_of_the_build() {
        List<String> complaints = new ArrayList<>();
        for (Page.Block block : Repository.blocks("sh", "shell")) {
            block.text().replace("\\\n", " ").lines().forEach(line -> check(line.strip(), block.at(), complaints));
        }
        for (Page page : Repository.pages()) {
            for (Page.Prose line : page.prose()) {
                line.codeSpans().forEach(span -> check(span, page.at(line.line()), complaints));
            }
        }
        assertThat(complaints).isEmpty();
    }

    private void check(String command, String at, List<String> complaints) {
        List<String> words = List.of(command.split("\\s+"));
        if (!words.get(0).equals("mvn")) {
            return;
        }
        Set<String> known = new TreeSet<>(poms.profiles(""));
        for (String named : modules(words)) {
            // Quoted with an exclamation mark: all modules but this one.
            String module = named.replaceFirst("^'!(.+)'$", "$1");
            if (poms.isModule(module)) {
                known.addAll(poms.profiles(module));
            } else {
                complaints.add(at + ": " + command + ": there is no module " + module);
            }
        }
        Set<String> profiles = new TreeSet<>();
        words.stream()
                .filter(word -> word.startsWith("-P"))
                .forEach(word -> profiles.addAll(List.of(word.substring(2).split(","))));
        profiles.removeAll(known);
        if (!profiles.isEmpty()) {
            complaints.add(at + ": " + command + ": there is no profile " + profiles + ", but " + known);
        }
    }

    /** The modules in a command line, or else all modules; a name in capitals is a placeholder. */
    private List<String> modules(List<String> words) {
        int list = words.indexOf("-pl") + 1;
        if (list == 0) {
            return Repository.poms().stream()
                    .map(pom -> Repository.nameOf(pom.getParent()))
                    .toList();
        }
        return Stream.of(words.get(list).split(","))
                .filter(module -> !module.matches(".*/[A-Z]+"))
                .toList();
    }
}
