package io.github.camelelevenlabs.stt.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealtimeUriTest {

    @ParameterizedTest
    @CsvSource({
        "wss://api.elevenlabs.io, wss://api.elevenlabs.io/v1/speech-to-text/realtime",
        "https://api.elevenlabs.io, wss://api.elevenlabs.io/v1/speech-to-text/realtime",
        "ws://localhost:4711, ws://localhost:4711/v1/speech-to-text/realtime",
        "http://localhost, ws://localhost/v1/speech-to-text/realtime",
        "WSS://api.elevenlabs.io, wss://api.elevenlabs.io/v1/speech-to-text/realtime",
        "' wss://api.elevenlabs.io ', wss://api.elevenlabs.io/v1/speech-to-text/realtime",
        "wss://host/, wss://host/v1/speech-to-text/realtime",
        "wss://host//, wss://host/v1/speech-to-text/realtime",
        "wss://host/gateway, wss://host/gateway/v1/speech-to-text/realtime",
        "wss://host/a/b%20c/, wss://host/a/b%20c/v1/speech-to-text/realtime",
        "wss://host/v1/speech-to-text/realtime, wss://host/v1/speech-to-text/realtime",
        "wss://host/a/v1/speech-to-text/realtime/, wss://host/a/v1/speech-to-text/realtime",
        "ws://[::1]:8080/x, ws://[::1]:8080/x/v1/speech-to-text/realtime"
    })
    void the_address_is_the_base_and_the_services_path(String base, String address) {
        assertThat(RealtimeUri.of(base).toUri()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "api.elevenlabs.io",
                "//api.elevenlabs.io",
                "ftp://api.elevenlabs.io",
                "wss:",
                "wss:api.elevenlabs.io",
                "wss://",
                "wss:///v1",
                "wss://:8080",
                "wss://a b",
                "wss://host/%zz"
            })
    void an_invalid_address_is_refused_and_repeated_in_the_message(String base) {
        assertThatThrownBy(() -> RealtimeUri.of(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(base.trim());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wss://user:secret@host", "wss://host?secret=1", "wss://host/#secret", "wss://host?"})
    void user_info_query_and_fragment_are_refused_and_not_repeated(String base) {
        assertThatThrownBy(() -> RealtimeUri.of(base))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only scheme, host, port and path")
                .hasMessageNotContaining("secret");
    }

    @Test
    void parameters_are_percent_encoded_and_a_list_repeats_its_name() {
        assertThat(RealtimeUri.of("wss://host")
                        .with("model_id", "scribe_v2_realtime")
                        .with("include_timestamps", true)
                        .with("vad_threshold", 0.4)
                        .with("keyterms", "a b+c")
                        .with("keyterms", "R&D #1=ä?")
                        .with("language_code", null)
                        .toUri())
                .hasToString("wss://host/v1/speech-to-text/realtime?model_id=scribe_v2_realtime"
                        + "&include_timestamps=true&vad_threshold=0.4&keyterms=a%20b%2Bc"
                        + "&keyterms=R%26D%20%231%3D%C3%A4%3F");
    }

    @Test
    void a_parameter_is_appended_to_an_address_with_a_query_and_to_one_without() {
        assertThat(RealtimeUri.append(URI.create("/v1/x"), "token", "a+b c&d"))
                .hasToString("/v1/x?token=a%2Bb%20c%26d");
        assertThat(RealtimeUri.append(URI.create("wss://host/x?keyterms=a%2Bb%20c"), "token", "t"))
                .hasToString("wss://host/x?keyterms=a%2Bb%20c&token=t");
    }
}
