package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dependencies and plugins on a page are those of the build, and Maven's command lines name modules and profiles of it. */
class MavenSamplesTest {

    private final Poms poms;

    MavenSamplesTest() throws Exception {
        poms = new Poms();
    }

    @Test
    void xml_names_artifacts_of_the_build_in_their_versions() {
        List<String> complaints = new ArrayList<>();
        for (Page page : Repository.pages()) {
            for (Page.Block block : page.blocks("xml")) {
                try {
                    poms.artifacts(Poms.parse("<sample>" + block.text() + "</sample>"))
                            .forEach(artifact -> poms.complaint(artifact)
                                    .ifPresent(complaint -> complaints.add(block.at() + ": " + complaint)));
                } catch (Exception e) {
                    complaints.add(block.at() + ": " + e.getMessage());
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void command_lines_name_modules_and_profiles_of_the_build() {
        List<String> complaints = new ArrayList<>();
        for (Page page : Repository.pages()) {
            for (Page.Block block : page.blocks("sh", "shell")) {
                block.text().replace("\\\n", " ").lines().forEach(line -> check(line.strip(), block.at(), complaints));
            }
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
        Set<String> profiles = new TreeSet<>();
        Set<String> known = new TreeSet<>(poms.profiles(""));
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-pl") && i + 1 < words.size()) {
                for (String module : words.get(i + 1).split(",")) {
                    if (poms.isModule(module)) {
                        known.addAll(poms.profiles(module));
                    } else if (!module.equals("examples/NAME")) {
                        complaints.add(at + ": " + command + ": there is no module " + module);
                    }
                }
            } else if (word.startsWith("-P")) {
                profiles.addAll(List.of(word.substring(2).split(",")));
            }
        }
        // Of a command for the whole build, any module may have the profile.
        if (!words.contains("-pl")) {
            Repository.poms().forEach(pom -> known.addAll(poms.profiles(Repository.nameOf(pom.getParent()))));
        }
        profiles.removeAll(known);
        if (!profiles.isEmpty()) {
            complaints.add(at + ": " + command + ": there is no profile " + profiles + ", but " + known);
        }
    }
}
