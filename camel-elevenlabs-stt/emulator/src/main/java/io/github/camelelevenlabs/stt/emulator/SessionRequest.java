package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.protocol.InvalidParameter;
import io.github.camelelevenlabs.stt.emulator.protocol.ServerMessage.Failure;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for with its handshake, and the service's verdict.
 *
 * @param parameters those of the address, or the defaults if they are refused
 * @param refusal    why no session starts
 * @param script     as it was when the connection was opened
 */
record SessionRequest(RecordedSession record, SessionParameters parameters, Optional<Refusal> refusal, Script script) {

    /** What the service says instead of {@code session_started}. */
    record Refusal(Failure failure, int closeCode, String closeReason) {}

    static SessionRequest examine(
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            Credentials credentials,
            Ledger ledger) {
        SessionParameters parameters;
        Optional<Refusal> refusal = Optional.empty();
        try {
            parameters = SessionParameters.parse(query);
        } catch (InvalidParameter e) {
            parameters = SessionParameters.DEFAULTS;
            Failure failure = new Failure("invalid_request", e.getMessage());
            refusal = Optional.of(new Refusal(failure, 1008, failure.type()));
        }
        RecordedSession record = ledger.open(query, headers, parameters.format());
        refusal.ifPresent(
                r -> record.violation(Rule.PARAMETER_REFUSED, r.failure().text()));
        SessionParameters.ignored(query)
                .forEach(name -> record.violation(Rule.PARAMETER_IGNORED, name + "=" + query.get(name)));
        if (!credentials.admit(record.header("xi-api-key"), record.parameter("token"))) {
            record.violation(Rule.NO_CREDENTIAL, "neither a valid xi-api-key header nor a valid token");
            Failure failure = new Failure("auth_error", "You must be authenticated to use this endpoint.");
            refusal = Optional.of(new Refusal(failure, 1000, ""));
        }
        return new SessionRequest(record, parameters, refusal, ledger.script());
    }
}
