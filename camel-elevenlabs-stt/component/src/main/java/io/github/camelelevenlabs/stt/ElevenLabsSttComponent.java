package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.feed.LiveSources;
import io.github.camelelevenlabs.stt.feed.StreamSessions;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttMeters;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.ObservedNames;
import io.github.camelelevenlabs.stt.observe.PermitMeters;
import io.github.camelelevenlabs.stt.observe.PermitsInUse;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.options.CheckedConfigurer;
import io.github.camelelevenlabs.stt.options.OptionChecks;
import io.github.camelelevenlabs.stt.options.ParameterNames;
import io.github.camelelevenlabs.stt.options.RefusedValue;
import io.github.camelelevenlabs.stt.options.UnknownOptions;
import io.github.camelelevenlabs.stt.repository.SessionPermits;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * Creates the endpoints and connects those with the same name. Owns what all sessions share: the event loops, the HTTP clients, the
 * pools of threads and the limit of open sessions.
 */
@Component("elevenlabs-stt")
public class ElevenLabsSttComponent extends HealthCheckComponent implements SSLContextParametersAware, ObservedNames {

    private static final String API_KEY_VARIABLE = "ELEVENLABS_API_KEY";

    @Metadata(description = "The default options of all endpoints. An endpoint overrides them by its own options.")
    private ElevenLabsSttConfiguration configuration = new ElevenLabsSttConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether to use the SSLContextParameters that are set on the CamelContext.")
    private boolean useGlobalSslContextParameters;

    private final UsageTotals usageTotals = new UsageTotals();

    // These two ask for the meters when there are sessions, never while the component is constructed.
    @SuppressWarnings("this-escape")
    private final TranscriptTopics topics = new TranscriptTopics(usageTotals, this::meters);

    @SuppressWarnings("this-escape")
    private final PermitsInUse permits = new PermitsInUse(this::meters);

    private final StreamSessions streams = new StreamSessions();
    private final LiveSources liveSources = new LiveSources();
    private UnaryOperator<String> environment = System::getenv;
    private Sessions sessions;

    public ElevenLabsSttComponent() {}

    public ElevenLabsSttComponent(CamelContext context) {
        super(context);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining == null || remaining.isBlank()) {
            throw new IllegalArgumentException("elevenlabs-stt: needs a name, as in elevenlabs-stt:calls");
        }
        if (getCamelContext().isStarted() || getCamelContext().isStarting()) {
            // Camel may return a component that another thread is still starting; start() waits for that thread.
            start();
        }
        ElevenLabsSttConfiguration own = configuration.copy();
        ElevenLabsSttEndpoint endpoint = new ElevenLabsSttEndpoint(uri, this, remaining, own);
        own.getAdditionalParameters().putAll(PropertiesHelper.extractProperties(parameters, ParameterNames.PREFIX));
        try {
            setProperties(endpoint, parameters);
        } catch (PropertyBindingException e) {
            throw RefusedValue.of(e);
        }
        if (own.getApiKey() == null && own.getToken() == null) {
            own.setApiKey(environment.apply(API_KEY_VARIABLE));
            OptionChecks.credential("the environment variable " + API_KEY_VARIABLE, own.getApiKey());
        }
        if (own.getSslContextParameters() == null) {
            own.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        own.validate();
        return endpoint;
    }

    @Override
    protected void validateParameters(String uri, Map<String, Object> unknown, String optionPrefix) {
        if (unknown != null && !unknown.isEmpty()) {
            Set<String> options = getCamelContext()
                    .getCamelContextExtension()
                    .getEndpointUriFactory("elevenlabs-stt")
                    .propertyNames();
            throw new IllegalArgumentException(UnknownOptions.message(unknown.keySet(), options));
        }
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return CheckedConfigurer.of(super.getComponentPropertyConfigurer());
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return CheckedConfigurer.of(super.getEndpointPropertyConfigurer());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sessions = new Sessions(getCamelContext(), this);
        topics.start();
    }

    @Override
    protected void doStop() throws Exception {
        if (sessions != null) {
            sessions.close();
        }
        streams.stop();
        topics.stop();
        super.doStop();
    }

    Sessions sessions() {
        return sessions;
    }

    /** The sessions that get their audio from many messages. */
    StreamSessions streams() {
        return streams;
    }

    /** The sessions that get their audio from an audioUrl. */
    LiveSources liveSources() {
        return liveSources;
    }

    @Override
    public Collection<ObservedName> observedNames() {
        return topics.observedNames();
    }

    @Override
    public Collection<SessionPermits> sessionPermits() {
        return permits.all();
    }

    PermitsInUse permits() {
        return permits;
    }

    /** The names in use, with their consumers. */
    TranscriptTopics topics() {
        return topics;
    }

    /** The sessions of a name. This does not count as a use of the name. */
    ObservedName observedName(String name) {
        return topics.look(name).observed();
    }

    /** Registers meters, unless Micrometer is absent. */
    private AutoCloseable meters(ObservedName name) {
        try {
            return ElevenLabsSttMeters.of(getCamelContext(), name);
        } catch (LinkageError absent) {
            return () -> {};
        }
    }

    private AutoCloseable meters(SessionPermits some) {
        try {
            return PermitMeters.of(getCamelContext(), some);
        } catch (LinkageError absent) {
            return () -> {};
        }
    }

    /** For tests, which cannot set environment variables of their process. */
    void setEnvironment(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** What all sessions of this component have used. The same object for the life of the component; safe for many threads. */
    public UsageTotals getUsageTotals() {
        return usageTotals;
    }

    /** The default options of endpoints. */
    public ElevenLabsSttConfiguration getConfiguration() {
        return configuration;
    }

    /** Applies to endpoints that are created later; each of them has a copy. */
    public void setConfiguration(ElevenLabsSttConfiguration configuration) {
        this.configuration = configuration;
    }

    @Override
    public boolean isUseGlobalSslContextParameters() {
        return useGlobalSslContextParameters;
    }

    @Override
    public void setUseGlobalSslContextParameters(boolean useGlobalSslContextParameters) {
        this.useGlobalSslContextParameters = useGlobalSslContextParameters;
    }
}
