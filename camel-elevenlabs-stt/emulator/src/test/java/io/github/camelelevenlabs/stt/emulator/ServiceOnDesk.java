package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.service.Credentials;
import io.github.camelelevenlabs.stt.emulator.service.Ledger;
import io.github.camelelevenlabs.stt.emulator.service.ServiceSettings;
import io.github.camelelevenlabs.stt.emulator.service.SessionRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The service without sockets and without waiting: messages arrive at once, and a test advances the time. */
final class ServiceOnDesk {
    final ManualTime time = new ManualTime();
    private final ServiceSettings settings;
    private final Credentials credentials;
    private final Ledger ledger;

    private ServiceOnDesk(Behaviour behaviour, Recogniser recogniser, String apiKey) {
        settings = new ServiceSettings(recogniser, behaviour, apiKey, Optional.empty(), 1, true, time::nanoTime);
        credentials = new Credentials(settings);
        ledger = new Ledger(settings);
    }

    static ServiceOnDesk with(Behaviour behaviour) {
        return new ServiceOnDesk(behaviour, Recogniser.tones(), null);
    }

    /** With the delays of the service. */
    static ServiceOnDesk asMeasured() {
        return with(Behaviour.service());
    }

    static ServiceOnDesk with(Quirks quirks) {
        return with(Behaviour.service().with(b -> b.quirks(quirks)));
    }

    static ServiceOnDesk withKey(String apiKey) {
        return new ServiceOnDesk(Behaviour.service(), Recogniser.tones(), apiKey);
    }

    Script script() {
        return ledger.script();
    }

    String mintToken(String apiKey) {
        return credentials.mint(apiKey).orElseThrow();
    }

    List<String> violations() {
        return ledger.violations().stream().map(Violation::rule).toList();
    }

    ClientOnDesk connect(String query) {
        return connect(query, Map.of("xi-api-key", List.of("key")));
    }

    ClientOnDesk connect(String query, Map<String, List<String>> headers) {
        Map<String, List<String>> parameters =
                new QueryStringDecoder(query, StandardCharsets.UTF_8, false).parameters();
        return new ClientOnDesk(
                time, SessionRequest.examine(parameters, headers, credentials, settings.behaviour(), ledger), settings);
    }

    /** Connects, and waits until the session has started. */
    ClientOnDesk start(String query) {
        return connect(query).after(Duration.ofMillis(200));
    }
}
