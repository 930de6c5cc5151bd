package io.github.camelelevenlabs.stt.emulator.service;

import io.github.camelelevenlabs.stt.emulator.Behaviour;
import io.github.camelelevenlabs.stt.emulator.Fault;
import io.github.camelelevenlabs.stt.emulator.Quirks;
import io.github.camelelevenlabs.stt.emulator.ServiceError;
import io.github.camelelevenlabs.stt.emulator.Violation.Rule;
import io.github.camelelevenlabs.stt.emulator.protocol.InvalidParameter;
import io.github.camelelevenlabs.stt.emulator.protocol.ParameterRules;
import io.github.camelelevenlabs.stt.emulator.protocol.SessionParameters;
import io.github.camelelevenlabs.stt.emulator.script.Act;
import io.github.camelelevenlabs.stt.emulator.script.CueList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a client asks for with its handshake, and the service's verdict.
 *
 * @param parameters those of the address, or the defaults if they are refused
 * @param refusal    the answer in place of {@code session_started}
 * @param script     as it was when the connection was opened
 */
public record SessionRequest(
        SessionRecord record, SessionParameters parameters, Optional<Fault> refusal, CueList script) {

    public static SessionRequest examine(
            Map<String, List<String>> query,
            Map<String, List<String>> headers,
            Credentials credentials,
            Behaviour behaviour,
            Ledger ledger) {
        SessionParameters parameters;
        Optional<Fault> refusal = Optional.empty();
        String objection = null;
        try {
            parameters = SessionParameters.parse(query, rules(behaviour.quirks()));
        } catch (InvalidParameter e) {
            parameters = SessionParameters.DEFAULTS;
            objection = e.getMessage();
            refusal = Optional.of(ServiceError.INVALID_REQUEST.asSeen(objection));
        }
        SessionRecord record = ledger.open(query, headers, parameters.format());
        if (objection != null) {
            record.violation(Rule.PARAMETER_REFUSED, objection);
        }
        SessionParameters.ignored(query)
                .forEach(name -> record.violation(Rule.PARAMETER_IGNORED, name + "=" + query.get(name)));
        if (!credentials.admit(record.header("xi-api-key"), record.parameter("token"))) {
            record.violation(Rule.NO_CREDENTIAL, "neither a valid xi-api-key header nor a valid token");
            refusal = Optional.of(behaviour.unauthorised());
        }
        return new SessionRequest(record, parameters, refusal, ledger.script());
    }

    private static ParameterRules rules(Quirks quirks) {
        return new ParameterRules(
                quirks.liteModelRefused(), quirks.filterExcludesLanguageDetection(), !quirks.badKeytermsIgnored());
    }

    /** The HTTP status that the handshake is refused with. @param opening what happens as it opens */
    public OptionalInt httpStatus(List<Act> opening) {
        return Stream.concat(
                        opening.stream().filter(Act.Do.class::isInstance).map(act -> ((Act.Do) act).fault()),
                        refusal.stream())
                .filter(Fault.RefuseHandshake.class::isInstance)
                .mapToInt(fault -> ((Fault.RefuseHandshake) fault).status())
                .findFirst();
    }
}
