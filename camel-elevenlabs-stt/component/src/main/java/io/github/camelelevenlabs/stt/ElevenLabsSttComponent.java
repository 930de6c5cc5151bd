package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.delivery.TranscriptTopic;
import io.github.camelelevenlabs.stt.delivery.TranscriptTopics;
import io.github.camelelevenlabs.stt.feed.StreamSessions;
import io.github.camelelevenlabs.stt.observe.ElevenLabsSttMeters;
import io.github.camelelevenlabs.stt.observe.ObservedName;
import io.github.camelelevenlabs.stt.observe.ObservedNames;
import io.github.camelelevenlabs.stt.observe.UsageTotals;
import io.github.camelelevenlabs.stt.options.CheckedConfigurer;
import io.github.camelelevenlabs.stt.options.ParameterNames;
import java.util.Collection;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.SSLContextParametersAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * Creates the endpoints and joins those of one name; owns what all sessions share: event loops, connections' clients, the
 * threads that routes run on, and the limit of open sessions.
 */
@Component("elevenlabs-stt")
public class ElevenLabsSttComponent extends HealthCheckComponent implements SSLContextParametersAware, ObservedNames {

    private static final String API_KEY_VARIABLE = "ELEVENLABS_API_KEY";

    @Metadata(description = "The options that endpoints start with; each endpoint may have its own.")
    private ElevenLabsSttConfiguration configuration = new ElevenLabsSttConfiguration();

    @Metadata(
            label = "security",
            defaultValue = "false",
            description = "Whether to use the SSLContextParameters that are set for the whole CamelContext.")
    private boolean useGlobalSslContextParameters;

    private final UsageTotals usageTotals = new UsageTotals();
    private final TranscriptTopics topics = new TranscriptTopics(usageTotals, this::meters);
    private final StreamSessions streams = new StreamSessions();
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
            // Camel hands a component out while the thread that asked for it first is still starting it; this waits for
            // it.
            start();
        }
        ElevenLabsSttConfiguration own = configuration.copy();
        ElevenLabsSttEndpoint endpoint = new ElevenLabsSttEndpoint(uri, this, remaining, own);
        own.getAdditionalParameters().putAll(PropertiesHelper.extractProperties(parameters, ParameterNames.PREFIX));
        setProperties(endpoint, parameters);
        if (own.getApiKey() == null) {
            own.setApiKey(environment.apply(API_KEY_VARIABLE));
        }
        if (own.getSslContextParameters() == null) {
            own.setSslContextParameters(retrieveGlobalSslContextParameters());
        }
        own.validate();
        return endpoint;
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
        topics.stop();
        super.doStop();
    }

    Sessions sessions() {
        return sessions;
    }

    /** The streams that messages feed. */
    StreamSessions streams() {
        return streams;
    }

    @Override
    public Collection<? extends ObservedName> observedNames() {
        return topics.all();
    }

    /** Where the producers and the consumers of a name meet. */
    TranscriptTopics topics() {
        return topics;
    }

    /** What there is to see of a name; looking does not keep it. */
    TranscriptTopic topic(String name) {
        return topics.look(name);
    }

    /** Lets meters be read, where there is a registry for them. */
    private AutoCloseable meters(ObservedName name) {
        try {
            return ElevenLabsSttMeters.of(getCamelContext(), name);
        } catch (LinkageError absent) {
            return () -> {};
        }
    }

    /** For tests, which cannot set a variable of their own process. */
    void setEnvironment(UnaryOperator<String> environment) {
        this.environment = environment;
    }

    /** What all sessions have used, for meters. */
    public UsageTotals getUsageTotals() {
        return usageTotals;
    }

    public ElevenLabsSttConfiguration getConfiguration() {
        return configuration;
    }

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
