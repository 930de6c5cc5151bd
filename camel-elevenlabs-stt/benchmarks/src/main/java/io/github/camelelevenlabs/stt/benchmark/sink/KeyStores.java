package io.github.camelelevenlabs.stt.benchmark.sink;

import io.github.camelelevenlabs.stt.benchmark.process.Certificate;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;

/** Reads the key that {@link Certificate} has made. */
final class KeyStores {

    private KeyStores() {}

    static KeyManagerFactory keys(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, Certificate.PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, Certificate.PASSWORD.toCharArray());
        return keys;
    }
}
