package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.Version;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.asynchttpclient.AsyncHttpClient;
import org.junit.jupiter.api.Test;

/** Checks that the transport tests run on the versions that the build names. */
class ClientVersionsIT {

    @Test
    void tests_run_on_the_client_that_the_build_names() throws IOException {
        Properties client = new Properties();
        try (InputStream stream = AsyncHttpClient.class.getResourceAsStream(
                "/META-INF/maven/org.asynchttpclient/async-http-client/pom.properties")) {
            client.load(stream);
        }
        assertThat(client.getProperty("version")).isEqualTo(System.getProperty("async-http-client.version"));
    }

    @Test
    void tests_run_on_the_netty_that_the_build_names() {
        assertThat(Version.identify().get("netty-common").artifactVersion())
                .isEqualTo(System.getProperty("netty.version"));
    }
}
