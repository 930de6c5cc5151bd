package io.github.camelelevenlabs.stt.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import io.github.camelelevenlabs.stt.emulator.Violation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that the documentation of switches, faults and rules is complete. */
class BehaviourDocsTest {
    private final String document = Repository.read(Repository.ROOT.resolve("docs/emulator.md"));

    private static Stream<String> switches(Class<?> builder) {
        return Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName);
    }

    @Test
    void every_switch_fault_and_rule_is_documented() {
        assertThat(switches(Behaviour.Builder.class))
                .allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        assertThat(switches(Quirks.Builder.class))
                .allSatisfy(name -> assertThat(document).contains("quirk `" + name + "`"));
        assertThat(Fault.class.getPermittedSubclasses())
                .allSatisfy(fault -> assertThat(document).contains("`" + fault.getSimpleName() + "`"));
    }

    @Test
    void every_rule_is_documented_with_its_consequence() {
        for (Violation.Rule rule : Violation.Rule.values()) {
            String consequence =
                    rule.consequence().name().toLowerCase(Locale.ROOT).replace('_', ' ');
            assertThat(document.lines())
                    .as(rule.text())
                    .anyMatch(
                            line -> line.contains("`" + rule.text() + "`") && line.endsWith("| " + consequence + " |"));
        }
    }
}
