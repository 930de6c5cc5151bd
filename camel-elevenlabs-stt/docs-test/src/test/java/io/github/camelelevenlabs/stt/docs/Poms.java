package io.github.camelelevenlabs.stt.docs;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The poms of the repository: modules, profiles, and the artifacts that the build makes or uses. */
final class Poms {

    /** An artifact in a pom; {@code version} is empty if it is managed elsewhere. */
    record Artifact(String group, String name, String version) {

        private Artifact resolved(Map<String, String> properties) {
            return new Artifact(
                    group,
                    name,
                    PROPERTY.matcher(version)
                            .replaceAll(property -> Matcher.quoteReplacement(
                                    properties.getOrDefault(property.group(1), property.group()))));
        }
    }

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final Map<Path, Element> projects = new HashMap<>();
    private final Set<Artifact> artifacts = new LinkedHashSet<>();

    Poms() throws Exception {
        for (Path pom : Repository.poms()) {
            projects.put(pom, parse(Repository.read(pom)));
        }
        Element parent = projects.get(Repository.ROOT.resolve("pom.xml"));
        Map<String, String> inherited = new HashMap<>(properties(parent));
        inherited.put("project.version", child(parent, "version").orElseThrow());
        for (Element project : projects.values()) {
            Map<String, String> properties = new HashMap<>(inherited);
            properties.putAll(properties(project));
            String name = child(project, "artifactId").orElseThrow();
            artifacts.add(new Artifact("io.github.camelelevenlabs", name, inherited.get("project.version")));
            // As written too, for samples that name a property.
            artifacts(project)
                    .flatMap(artifact -> Stream.of(artifact, artifact.resolved(properties)))
                    .forEach(artifacts::add);
        }
    }

    private static Map<String, String> properties(Element project) {
        Map<String, String> properties = new HashMap<>();
        children(project)
                .filter(child -> child.getTagName().equals("properties"))
                .flatMap(Poms::children)
                .forEach(property -> properties.put(property.getTagName(), text(property)));
        return properties;
    }

    static Element parse(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
    }

    /** Every dependency, plugin, parent and imported list of versions below an element. */
    static Stream<Artifact> artifacts(Element element) {
        return elements(element, "artifactId")
                .map(name -> (Element) name.getParentNode())
                .filter(owner -> child(owner, "groupId").isPresent())
                .map(owner -> new Artifact(
                        child(owner, "groupId").orElseThrow(),
                        child(owner, "artifactId").orElseThrow(),
                        child(owner, "version").orElse("")));
    }

    /** The error in an artifact on a page: the build does not have it, or has another version. */
    Optional<String> complaint(Artifact shown) {
        // JavaCPP's list of all platforms is too large to download for a test.
        String name = shown.name.replaceFirst("-platform$", "");
        Set<String> versions = new TreeSet<>();
        artifacts.stream()
                .filter(known -> known.group.equals(shown.group) && known.name.equals(name))
                .forEach(known -> versions.add(known.version));
        if (versions.isEmpty()) {
            return Optional.of(shown.group + ":" + shown.name + " is in no pom of the build");
        }
        if (!shown.version.isEmpty() && !versions.contains(shown.version)) {
            versions.removeIf(version -> version.isEmpty() || version.startsWith("${"));
            return Optional.of(
                    shown.group + ":" + shown.name + " has version " + shown.version + ", in the build " + versions);
        }
        return Optional.empty();
    }

    boolean isModule(String folder) {
        return projects.containsKey(Repository.ROOT.resolve(folder).resolve("pom.xml"));
    }

    /** The profiles in the pom of the folder itself. */
    Set<String> profiles(String folder) {
        Set<String> ids = new TreeSet<>();
        Element project =
                projects.get(Repository.ROOT.resolve(folder).resolve("pom.xml").normalize());
        elements(project, "profile").forEach(profile -> child(profile, "id").ifPresent(ids::add));
        return ids;
    }

    private static Optional<String> child(Element parent, String name) {
        return children(parent)
                .filter(child -> child.getTagName().equals(name))
                .map(Poms::text)
                .findFirst();
    }

    private static Stream<Element> children(Element parent) {
        return elements(parent.getChildNodes());
    }

    private static Stream<Element> elements(Element root, String name) {
        return elements(root.getElementsByTagName(name));
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast);
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }
}
