package io.github.camelelevenlabs.stt.emulator;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between the packages of the emulator. */
class RoomsTest {
    private static final String FACE = "io.github.camelelevenlabs.stt.emulator";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(SttEmulator.class.getProtectionDomain().getCodeSource().getLocation());

    /** Each package with the packages that it may use besides the types of the API. The API itself may use every package. */
    private static final Map<String, List<String>> ARROWS = Map.of(
            "cli", List.of("script"),
            "infra", List.of(),
            "server", List.of("service", "script", "recording"),
            "recording", List.of("service", "script", "protocol"),
            "service", List.of("script", "protocol", "audio"),
            "recogniser", List.of("audio", "speech"),
            "script", List.of(),
            "protocol", List.of("audio"),
            "speech", List.of(),
            "audio", List.of());

    @Test
    void packages_depend_only_on_those_their_arrows_point_to() {
        LayeredArchitecture house = layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("face")
                .definedBy(FACE);
        for (String room : ARROWS.keySet()) {
            house = house.layer(room).definedBy(FACE + "." + room + "..");
        }
        Map<String, List<String>> visitors = new LinkedHashMap<>();
        ARROWS.forEach((room, known) ->
                visitors.computeIfAbsent(room, key -> new ArrayList<>()).add("face"));
        ARROWS.forEach(
                (room, known) -> known.forEach(other -> visitors.get(other).add(room)));
        for (Map.Entry<String, List<String>> room : visitors.entrySet()) {
            house = house.whereLayer(room.getKey())
                    .mayOnlyBeAccessedByLayers(room.getValue().toArray(String[]::new));
        }
        house.check(CLASSES);
    }

    @Test
    void every_class_is_in_a_package_or_part_of_the_api() {
        assertThat(CLASSES)
                .isNotEmpty()
                .allMatch(type -> type.getPackageName().equals(FACE) || ARROWS.containsKey(room(type)));
    }

    /** The root package contains entry points and API types, each of which is checked separately. */
    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return type.getPackageName().startsWith(FACE)
                                ? SliceIdentifier.of(room(type))
                                : SliceIdentifier.ignore();
                    }

                    @Override
                    public String getDescription() {
                        return "rooms and the classes of the API";
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static String room(JavaClass type) {
        String inner = type.getPackageName().substring(FACE.length());
        if (!inner.isEmpty()) {
            return inner.substring(1).split("\\.")[0];
        }
        JavaClass outermost = type;
        while (outermost.getEnclosingClass().isPresent()) {
            outermost = outermost.getEnclosingClass().get();
        }
        return outermost.getSimpleName();
    }
}
