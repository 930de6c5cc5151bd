package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Checks the dependencies between packages, and their drawing in {@code docs/architecture.md}. */
class RoomsTest {

    private static final String ROOT = "stt";
    private static final String TEXT = "text";

    /** Each package, from top to bottom, with those that it may use. The root may use all, and all may use {@code text}. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry(
                    "feed",
                    Set.of(
                            "delivery",
                            "session",
                            "options",
                            "protocol",
                            "audio",
                            "pcm",
                            "fetch",
                            "transcript",
                            "threads")),
            Map.entry(
                    "delivery",
                    Set.of(
                            "repository",
                            "observe",
                            "session",
                            "options",
                            "protocol",
                            "audio",
                            "pcm",
                            "transcript",
                            "threads")),
            Map.entry("observe", Set.of("repository", "session", "options", "protocol", "pcm", "threads")),
            Map.entry(
                    "session", Set.of("repository", "transport", "protocol", "audio", "pcm", "transcript", "threads")),
            Map.entry("transport", Set.of("protocol", "threads")),
            Map.entry("options", Set.of("protocol", "pcm", "fetch")),
            Map.entry("transform", Set.of("transcript")),
            Map.entry("repository", Set.of()),
            Map.entry("protocol", Set.of()),
            Map.entry("audio", Set.of("container", "detect", "ffmpeg", "pcm")),
            Map.entry("container", Set.of("detect", "pcm")),
            Map.entry("detect", Set.of("ffmpeg", "pcm")),
            Map.entry("ffmpeg", Set.of("pcm")),
            Map.entry("pcm", Set.of()),
            Map.entry("fetch", Set.of()),
            Map.entry("transcript", Set.of()),
            Map.entry("threads", Set.of()),
            Map.entry(TEXT, Set.of()));

    /** Packages that can be used and tested without Camel. */
    private static final Set<String> WITHOUT_CAMEL = Set.of(
            "session",
            "repository",
            "protocol",
            "audio",
            "container",
            "detect",
            "ffmpeg",
            "pcm",
            "fetch",
            "transcript",
            TEXT);

    private static final int MAX_CLASSES_IN_ROOT = 20;
    private static final int MAX_LINES = 400;

    /** The configuration bean: each option has a field, a description and accessors. */
    private static final String LONG_CLASS = "ElevenLabsSttConfiguration.java";

    private static final String BASE = ElevenLabsSttComponent.class.getPackageName();
    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", ".")).resolve("src/main/java/" + BASE.replace('.', '/'));
    private static final Path PAGE = Path.of(System.getProperty("basedir", ".")).resolve("../../docs/architecture.md");
    private static final Pattern IMPORT = Pattern.compile(
            "^import (?:static )?" + Pattern.quote(BASE) + "((?:\\.[a-z]\\w*)*)\\.[A-Z]", Pattern.MULTILINE);
    private static final Pattern ARROW = Pattern.compile("^ *(\\w+) --> (\\w+(?: & \\w+)*)$", Pattern.MULTILINE);
    private static final Pattern BOX = Pattern.compile("^ *(\\w+)\\[\"", Pattern.MULTILINE);

    private static JavaClasses classes;

    @BeforeAll
    static void read() throws URISyntaxException {
        classes = new ClassFileImporter()
                .importPath(Path.of(ElevenLabsSttComponent.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    }

    /**
     * @param where the description of the edge's origin
     */
    private record Arrow(String from, String to, String where) {
        boolean isAllowed() {
            return from.equals(ROOT) || to.equals(TEXT) || ARROWS.get(from).contains(to);
        }
    }

    /** The last part of a package name: nested packages count as packages of their own. */
    private static String room(String packageName) {
        return packageName.substring(packageName.lastIndexOf('.') + 1);
    }

    private static String from(Dependency dependency) {
        return room(dependency.getOriginClass().getPackageName());
    }

    private static Stream<Dependency> dependencies(Predicate<JavaClass> on) {
        return classes.stream()
                .flatMap(known -> known.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> on.test(dependency.getTargetClass()));
    }

    private static Stream<Arrow> arrowsOfClasses() {
        return dependencies(on -> classes.contain(on.getName()))
                .map(dependency -> new Arrow(
                        from(dependency),
                        room(dependency.getTargetClass().getPackageName()),
                        dependency.getDescription()));
    }

    /** A class file does not show imports that are used only for constants or in comments. */
    private static Stream<Arrow> arrowsOfImports() {
        return sources().stream()
                .flatMap(source -> IMPORT.matcher(read(source))
                        .results()
                        .map(found -> new Arrow(
                                room(BASE + packageOf(source)), room(BASE + found.group(1)), source.toString())));
    }

    private static List<Arrow> arrows() {
        return Stream.concat(arrowsOfClasses(), arrowsOfImports())
                .filter(arrow -> !arrow.from().equals(arrow.to()))
                .toList();
    }

    private static Map<String, Set<String>> byRoom(Stream<Arrow> arrows) {
        Map<String, Set<String>> known = new TreeMap<>();
        arrows.forEach(arrow ->
                known.computeIfAbsent(arrow.from(), key -> new TreeSet<>()).add(arrow.to()));
        return known;
    }

    @Test
    void a_package_depends_only_on_the_packages_it_may_know() {
        assertThat(arrows().stream().filter(arrow -> !arrow.isAllowed())).isEmpty();
    }

    @Test
    void no_packages_depend_on_each_other_in_a_circle() {
        Map<String, Set<String>> left = byRoom(arrows().stream());
        // A package is in no circle if it depends on none, or only on packages that are in no circle.
        while (left.values().removeIf(known -> known.stream().noneMatch(left::containsKey))) {}
        assertThat(left).isEmpty();
    }

    @Test
    void the_session_uses_only_the_interface_of_the_transport() {
        assertThat(dependencies(on -> on.getPackageName().equals(BASE + ".transport"))
                        .filter(dependency -> from(dependency).equals("session"))
                        .map(dependency -> dependency.getTargetClass().getSimpleName()))
                .isSubsetOf("Transport", "Link", "Receiver", "Upgrade", "HandshakeException");
    }

    @Test
    void packages_below_the_routes_do_not_use_camel() {
        assertThat(dependencies(on -> on.getPackageName().startsWith("org.apache.camel"))
                        .filter(dependency -> WITHOUT_CAMEL.contains(from(dependency)))
                        .map(Dependency::getDescription))
                .isEmpty();
    }

    @Test
    void only_the_transport_knows_the_http_client_of_its_websockets() {
        assertThat(dependencies(on -> on.getPackageName().startsWith("org.asynchttpclient"))
                        .map(RoomsTest::from))
                .containsOnly("transport");
    }

    @Test
    void the_page_draws_the_arrows_that_the_code_has() {
        assertThat(drawn())
                .isEqualTo(byRoom(arrows().stream()
                        .filter(arrow ->
                                !arrow.from().equals(ROOT) && !arrow.to().equals(TEXT))));
    }

    @Test
    void the_page_draws_every_room() {
        Set<String> rooms = new TreeSet<>(ARROWS.keySet());
        rooms.add(ROOT);
        assertThat(BOX.matcher(picture()).results().map(box -> box.group(1)))
                .containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(classes.stream().map(known -> room(known.getPackageName())).distinct())
                .containsExactlyInAnyOrderElementsOf(rooms);
    }

    private static Map<String, Set<String>> drawn() {
        Map<String, Set<String>> drawn = new TreeMap<>();
        for (MatchResult arrow : ARROW.matcher(picture()).results().toList()) {
            drawn.computeIfAbsent(arrow.group(1), key -> new TreeSet<>())
                    .addAll(List.of(arrow.group(2).split(" & ")));
        }
        return drawn;
    }

    private static String picture() {
        String page = read(PAGE);
        int begin = page.indexOf("```mermaid");
        return page.substring(begin, page.indexOf("```\n", begin));
    }

    @Test
    void every_package_documents_its_dependencies_and_whether_it_is_api() {
        assertThat(sources().stream()
                        .map(Path::getParent)
                        .filter(folder -> !folder.equals(SOURCES))
                        .distinct())
                .allSatisfy(folder -> assertThat(read(folder.resolve("package-info.java")))
                        .contains("API")
                        .containsIgnoringCase("know"));
    }

    @Test
    void few_classes_lie_in_the_root() {
        assertThat(sources().stream().filter(source -> source.getParent().equals(SOURCES)))
                .hasSizeLessThanOrEqualTo(MAX_CLASSES_IN_ROOT);
    }

    @Test
    void no_class_is_long() {
        assertThat(sources().stream()
                        .filter(source -> !source.endsWith(LONG_CLASS))
                        .filter(source -> read(source).lines().count() > MAX_LINES))
                .isEmpty();
    }

    private static List<Path> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Path source) {
        Path folder = SOURCES.relativize(source.getParent());
        return folder.toString().isEmpty() ? "" : "." + folder.toString().replace('/', '.');
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
