package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.TransformerKey;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;

/**
 * What GraalVM must keep for native images. Nothing here builds one: a run on a JVM shows what Camel looks up by name.
 */
class NativeMetadataTest {

    private static final String FOLDER = "META-INF/native-image/io.github.camelelevenlabs/camel-elevenlabs-stt/";
    private static final String OURS = "io.github.camelelevenlabs.stt.";

    private final ClassLoader loader = getClass().getClassLoader();
    private final JsonNode classes = read("reflect-config.json");
    private final List<String> resources =
            read("resource-config.json").at("/resources/includes").findValuesAsText("pattern").stream()
                    .map(pattern -> pattern.substring("\\Q".length(), pattern.length() - "\\E".length()))
                    .toList();

    @Test
    void every_class_that_is_named_exists_and_has_what_is_named_of_it() {
        assertThat(classes).isNotEmpty().allSatisfy(entry -> {
            Class<?> type = Class.forName(entry.path("name").asText(), false, loader);
            for (JsonNode method : entry.path("methods")) {
                assertThat(method.path("name").asText()).isEqualTo("<init>");
                assertThatCode(type::getDeclaredConstructor).doesNotThrowAnyException();
            }
        });
    }

    @Test
    void every_resource_that_is_named_exists() {
        assertThat(resources)
                .isNotEmpty()
                .allSatisfy(
                        name -> assertThat(loader.getResource(name)).as(name).isNotNull());
    }

    @Test
    void what_camel_looks_up_by_name_is_named() throws Exception {
        Lookups lookups = new Lookups(loader);
        Thread.currentThread().setContextClassLoader(lookups);
        try (DefaultCamelContext camel = new DefaultCamelContext(false)) {
            camel.setApplicationContextClassLoader(lookups);
            camel.build();
            camel.start();
            camel.getEndpoint("elevenlabs-stt:calls?apiKey=none&languageCode=en");
            camel.getCamelContextExtension().getEndpointUriFactory("elevenlabs-stt");
            camel.getTypeConverterRegistry().lookup(String.class, Transcript.class);
            for (String type : List.of("application-json", "text-plain", "text-srt", "text-vtt")) {
                assertThat(camel.getTransformerRegistry()
                                .resolveTransformer(new TransformerKey(new DataType("elevenlabs-stt:" + type))))
                        .isNotNull();
            }
            assertThat(PluginHelper.getDevConsoleResolver(camel.getCamelContextExtension())
                            .resolveDevConsole("elevenlabs-stt"))
                    .isNotNull();
        } finally {
            Thread.currentThread().setContextClassLoader(loader);
        }
        assertThat(names()).containsAll(lookups.classes);
        assertThat(resources).containsAll(lookups.resources);
        assertThat(lookups.classes).contains(OURS + "ElevenLabsSttComponent", OURS + "transform.TextSrtTransformer");
        assertThat(lookups.resources).contains("META-INF/services/org/apache/camel/component/elevenlabs-stt");
    }

    @Test
    void classes_that_jackson_and_jmx_look_into_are_named() throws IOException {
        try (Stream<Path> files = Files.walk(ownFolder())) {
            assertThat(names())
                    .containsAll(files.map(file -> ownFolder().relativize(file).toString())
                            .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                            .map(file -> file.substring(0, file.length() - ".class".length())
                                    .replace(File.separatorChar, '.'))
                            .filter(this::isLookedInto)
                            .toList());
        }
    }

    private boolean isLookedInto(String name) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            return Stream.of(List.of(type), List.of(type.getDeclaredFields()), List.of(type.getDeclaredMethods()))
                    .flatMap(List::stream)
                    .flatMap(element -> Stream.of(element.getAnnotations()))
                    .map(annotation -> annotation.annotationType().getPackageName())
                    .anyMatch(from -> from.startsWith("com.fasterxml.jackson.")
                            || from.equals("org.apache.camel.api.management"));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path ownFolder() {
        return Path.of(URI.create(location()));
    }

    private static String location() {
        return ElevenLabsSttComponent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
    }

    private Set<String> names() {
        return new TreeSet<>(classes.findValuesAsText("name"));
    }

    private JsonNode read(String file) {
        try (InputStream json = loader.getResourceAsStream(FOLDER + file)) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /** Notes which of our classes and of our jar's resources are asked for. */
    private static final class Lookups extends ClassLoader {

        final Set<String> classes = new ConcurrentSkipListSet<>();
        final Set<String> resources = new ConcurrentSkipListSet<>();

        Lookups(ClassLoader parent) {
            super(parent);
        }

        @Override
        public Class<?> loadClass(String name) throws ClassNotFoundException {
            Class<?> found = super.loadClass(name);
            if (name.startsWith(OURS)) {
                classes.add(name);
            }
            return found;
        }

        @Override
        public URL getResource(String name) {
            URL found = super.getResource(name);
            if (found != null && isOurs(found)) {
                resources.add(name);
            }
            return found;
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            List<URL> found = new ArrayList<>();
            super.getResources(name).asIterator().forEachRemaining(found::add);
            if (found.stream().anyMatch(Lookups::isOurs)) {
                resources.add(name);
            }
            return Collections.enumeration(found);
        }

        private static boolean isOurs(URL resource) {
            return resource.toString().startsWith(location());
        }
    }
}
