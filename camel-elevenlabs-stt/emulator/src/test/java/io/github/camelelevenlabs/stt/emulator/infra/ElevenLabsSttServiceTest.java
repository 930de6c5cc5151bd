package io.github.camelelevenlabs.stt.emulator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ElevenLabsSttServiceTest {

    @RegisterExtension
    static final ElevenLabsSttService service = ElevenLabsSttServiceFactory.createService();

    @AfterEach
    void asBefore() {
        System.clearProperty(ElevenLabsSttProperties.INSTANCE_TYPE);
        service.registerProperties();
    }

    @Test
    void is_an_emulator_whose_address_is_a_property() {
        URI address = URI.create(System.getProperty(ElevenLabsSttProperties.BASE_URL) + "/v1/speech-to-text/realtime");
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("xi-api-key", System.getProperty(ElevenLabsSttProperties.API_KEY))
                .buildAsync(address, new WebSocket.Listener() {})
                .join()
                .abort();
        assertThat(((ElevenLabsSttEmulatorService) service).emulator().sessions())
                .hasSize(1);
    }

    @Test
    void may_run_elsewhere() {
        System.setProperty(ElevenLabsSttProperties.INSTANCE_TYPE, "remote");
        System.setProperty(ElevenLabsSttProperties.BASE_URL, "wss://elsewhere.example");
        System.clearProperty(ElevenLabsSttProperties.API_KEY);
        try (ElevenLabsSttService remote = ElevenLabsSttServiceFactory.createService()) {
            assertThat(remote.baseUrl()).isEqualTo("wss://elsewhere.example");
            assertThatThrownBy(remote::initialize)
                    .hasMessage("elevenlabs-stt.instance.type=remote needs the system property elevenlabs-stt.api.key");
        }
    }

    @Test
    void an_unknown_type_is_refused_with_the_known_ones() {
        System.setProperty(ElevenLabsSttProperties.INSTANCE_TYPE, "container");
        assertThatThrownBy(ElevenLabsSttServiceFactory::createService)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage(
                        "elevenlabs-stt.instance.type must be local-elevenlabs-stt-emulator or remote, was container");
    }
}
