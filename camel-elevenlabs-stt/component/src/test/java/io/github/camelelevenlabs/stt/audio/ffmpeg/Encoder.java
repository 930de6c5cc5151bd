package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Encodes files for tests, with the ffmpeg from Maven. */
public final class Encoder {

    private Encoder() {}

    /**
     * @param extension of the file that is made; tells ffmpeg the format
     * @param options   for the output, as on a command line
     */
    public static byte[] encode(byte[] wav, String extension, String options) {
        return encodeToFiles(wav, "out." + extension, options).get("out." + extension);
    }

    /** All output files by name; the named file may refer to others. */
    public static Map<String, byte[]> encodeToFiles(byte[] wav, String name, String options) {
        try {
            Path folder = Files.createTempDirectory("encoder-");
            Path in = Files.write(folder.resolve("in.wav"), wav);
            try {
                run(in, folder.resolve(name), options);
                return read(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (DirectoryStream<Path> made = Files.newDirectoryStream(folder)) {
            for (Path file : made) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> made = Files.newDirectoryStream(folder)) {
            for (Path file : made) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    static FfmpegProgram program() throws IOException, InterruptedException {
        return MavenFfmpeg.unpack().orElseThrow();
    }

    /** The command with which a shell script becomes this program. */
    public static String exec() throws IOException, InterruptedException {
        FfmpegProgram program = program();
        String libraries = program.libraries().stream().map(Path::toString).collect(Collectors.joining(":"));
        return "export LD_LIBRARY_PATH=" + libraries + "; exec " + program.executable() + " \"$@\"";
    }

    /** Converts a file, whose formats follow from the names, and returns the complaints of ffmpeg. */
    public static String convert(Path in, Path out) throws IOException, InterruptedException {
        return run(in, out, "-loglevel", "warning");
    }

    private static void run(Path in, Path out, String options) throws IOException, InterruptedException {
        run(in, out, options.isBlank() ? new String[0] : options.trim().split("\\s+"));
    }

    private static String run(Path in, Path out, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-y", "-nostdin", "-loglevel", "error", "-i", in.toString()));
        arguments.addAll(List.of(options));
        arguments.add(out.toString());
        Path output = out.resolveSibling("output");
        int status = program()
                .command(arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        // The linker reports each replaced library of the system.
        String message = Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                .filter(line -> !line.contains(": no version information available (required by "))
                .collect(Collectors.joining("\n"));
        assertThat(status).as(message).isZero();
        return message;
    }
}
