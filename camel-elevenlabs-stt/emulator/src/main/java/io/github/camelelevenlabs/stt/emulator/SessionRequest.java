package io.github.camelelevenlabs.stt.emulator;

import io.github.camelelevenlabs.stt.emulator.Script.Act;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.protocol.InvalidParameter;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a client asks for with its handshake, and the service's verdict.
 *
 * @param parameters those of the address, or the defaults if they are refused
 * @param refusal    what happens instead of {@code session_started}
 * @param script     as it was when the connection was opened
 */
record SessionRequest(RecordedSession record, SessionParameters parameters, Optional<Fault> refusal, Script script) {

    static SessionRequest examine(
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            Credentials credentials,
            Behaviour behaviour,
            Ledger ledger) {
        SessionParameters parameters;
        Optional<Fault> refusal = Optional.empty();
        String objection = null;
        try {
            parameters = SessionParameters.parse(query, behaviour.quirks.parameterRules());
        } catch (InvalidParameter e) {
            parameters = SessionParameters.DEFAULTS;
            objection = e.getMessage();
            refusal = Optional.of(ServiceError.INVALID_REQUEST.asSeen(objection));
        }
        RecordedSession record = ledger.open(query, headers, parameters.format());
        if (objection != null) {
            record.violation(Rule.PARAMETER_REFUSED, objection);
        }
        SessionParameters.ignored(query)
                .forEach(name -> record.violation(Rule.PARAMETER_IGNORED, name + "=" + query.get(name)));
        if (!credentials.admit(record.header("xi-api-key"), record.parameter("token"))) {
            record.violation(Rule.NO_CREDENTIAL, "neither a valid xi-api-key header nor a valid token");
            refusal = Optional.of(behaviour.unauthorised);
        }
        return new SessionRequest(record, parameters, refusal, ledger.script());
    }

    /** The HTTP status that the handshake is refused with. @param opening what happens as it opens */
    OptionalInt httpStatus(List<Act> opening) {
        return Stream.concat(
                        opening.stream().filter(Act.Do.class::isInstance).map(act -> ((Act.Do) act).fault()),
                        refusal.stream())
                .filter(Fault.RefuseHandshake.class::isInstance)
                .mapToInt(fault -> ((Fault.RefuseHandshake) fault).status())
                .findFirst();
    }
}
