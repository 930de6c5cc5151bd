package io.github.camelelevenlabs.stt.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of the repository that are written by hand. */
public final class Repository {

    public static final Path ROOT = Path.of(System.getProperty("basedir", "."), "..", "..")
            .toAbsolutePath()
            .normalize();

    private static final Set<String> MADE_BY_TOOLS = Set.of(".git", "target", "generated", "node_modules");

    private static final List<Path> FILES = files();

    private Repository() {}

    static List<Page> pages() {
        return named(".md").stream().map(Page::read).toList();
    }

    /** The blocks of these languages on all pages. */
    static List<Page.Block> blocks(String... languages) {
        return pages().stream().flatMap(page -> page.blocks(languages).stream()).toList();
    }

    static List<Path> poms() {
        return FILES.stream().filter(file -> file.endsWith("pom.xml")).toList();
    }

    /** @param extension with its dot */
    static List<Path> named(String extension) {
        return FILES.stream()
                .filter(file -> file.getFileName().toString().endsWith(extension))
                .toList();
    }

    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The path relative to the top of the repository. */
    static String nameOf(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    private static List<Path> files() {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return MADE_BY_TOOLS.contains(folder.getFileName().toString())
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.add(file);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        files.sort(null);
        return files;
    }
}
