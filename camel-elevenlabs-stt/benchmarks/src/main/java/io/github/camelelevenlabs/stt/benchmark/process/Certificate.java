package io.github.camelelevenlabs.stt.benchmark.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate for 127.0.0.1, made for one run. All clients trust it. */
public final class Certificate implements AutoCloseable {

    /** What it protects lives as long as a benchmark. */
    public static final String PASSWORD = "changeit";

    private final Path folder;

    private Certificate(Path folder) {
        this.folder = folder;
    }

    public static Certificate make() throws IOException, InterruptedException {
        Certificate made = new Certificate(Files.createTempDirectory("benchmark"));
        made.keytool("-genkeypair", "-keyalg", "EC", "-dname", "CN=benchmark", "-ext", "san=ip:127.0.0.1");
        made.keytool("-exportcert", "-rfc", "-file", made.pem().toString());
        return made;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-alias",
                "benchmark",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore().toString(),
                "-storepass",
                PASSWORD));
        command.addAll(1, List.of(arguments));
        Process keytool = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no certificate with " + command);
        }
    }

    /** The key and its certificate, for the server. */
    public Path keyStore() {
        return folder.resolve("keys.p12");
    }

    /** The certificate alone, for clients that are not Java. */
    public Path pem() {
        return folder.resolve("certificate.pem");
    }

    /** The options of a JVM that trusts it, and nothing else. */
    public List<String> trusted() {
        return List.of(
                "-Djavax.net.ssl.trustStore=" + keyStore(),
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(keyStore());
        Files.deleteIfExists(pem());
        Files.delete(folder);
    }
}
