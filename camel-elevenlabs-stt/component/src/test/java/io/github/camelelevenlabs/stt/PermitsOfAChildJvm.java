package io.github.camelelevenlabs.stt;

import io.github.camelelevenlabs.stt.repository.LockedSessionPermits;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * An instance that shares an account with others, for tests that end its JVM or stop it for a while. It transcribes the files whose paths
 * it reads on its standard input and says on its standard output what became of each: {@code name|text}, or {@code name|failed|exception}.
 */
final class PermitsOfAChildJvm {

    private PermitsOfAChildJvm() {}

    /** @param arguments the address of the service, the URL of the database, the number of permits, the name in ShedLock's table, and the lease */
    public static void main(String[] arguments) throws Exception {
        Configurator.setAllLevels("", Level.WARN);
        // Tells why a permit was taken or given back, if a test fails.
        Configurator.setLevel("io.github.camelelevenlabs.stt.session.SttSession", Level.DEBUG);
        Configurator.setLevel("io.github.camelelevenlabs.stt.repository.LockedSessionPermits", Level.DEBUG);
        DefaultCamelContext context = new DefaultCamelContext();
        ElevenLabsSttConfiguration options = context.getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                .getConfiguration();
        options.setApiKey(SttRouteSupport.KEY);
        options.setBaseUrl(arguments[0]);
        options.setReadRate(1);
        options.setSessionPermits(
                permits(arguments[1], Integer.parseInt(arguments[2]), arguments[3], Duration.parse(arguments[4])));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:recording").to("elevenlabs-stt:recordings");
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        System.out.println("ready");
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String path = paths.readLine(); path != null; path = paths.readLine()) {
            Path recording = Path.of(path);
            template.asyncSend("direct:recording", exchange -> exchange.getIn().setBody(recording))
                    .thenAccept(exchange -> say(recording, exchange));
        }
        context.stop();
    }

    private static LockedSessionPermits permits(String url, int count, String lockedBy, Duration lease) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        JdbcTemplateLockProvider locks = new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(database))
                .withLockedByValue(lockedBy)
                .usingDbTime()
                .build());
        return new LockedSessionPermits(locks, count, "account", lease);
    }

    private static void say(Path recording, Exchange exchange) {
        String result = exchange.getException() == null
                ? exchange.getMessage().getBody(String.class)
                : "failed|" + exchange.getException();
        System.out.println(recording.getFileName() + "|" + result);
    }
}
