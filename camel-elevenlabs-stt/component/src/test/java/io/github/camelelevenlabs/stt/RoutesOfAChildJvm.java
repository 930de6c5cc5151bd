package io.github.camelelevenlabs.stt;

import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.LoggingLevel;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * An application of Camel's Main, for tests that end its JVM. It transcribes the given files and prints the result of each:
 * {@code name|body}, or {@code name|failed|exception}.
 */
final class RoutesOfAChildJvm {

    private RoutesOfAChildJvm() {}

    /** @param arguments the address of the service, the URL of a live stream or {@code none}, and the recordings */
    public static void main(String[] arguments) throws Exception {
        Configurator.setAllLevels("", Level.WARN);
        Main main = new Main();
        main.configure().setShutdownTimeout(30);
        main.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                ElevenLabsSttConfiguration options = getContext()
                        .getComponent("elevenlabs-stt", ElevenLabsSttComponent.class)
                        .getConfiguration();
                options.setApiKey(SttRouteSupport.KEY);
                options.setBaseUrl(arguments[0]);
                options.setReadRate(2);
                errorHandler(noErrorHandler());
                from("direct:recording").to("elevenlabs-stt:recordings");
                from("elevenlabs-stt:recordings").log("${body}");
                if (!arguments[1].equals("none")) {
                    from("elevenlabs-stt:live?allowPrivateUrls=true&audioUrl=RAW(" + arguments[1] + ")")
                            .log(LoggingLevel.WARN, "transcript: ${body}");
                }
            }
        });
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                ProducerTemplate template = started.getCamelContext().createProducerTemplate();
                for (int i = 2; i < arguments.length; i++) {
                    Path recording = Path.of(arguments[i]);
                    template.asyncSend(
                                    "direct:recording",
                                    exchange -> exchange.getIn().setBody(recording))
                            .thenAccept(exchange -> say(recording, exchange));
                }
            }
        });
        main.run();
    }

    private static void say(Path recording, Exchange exchange) {
        String result = exchange.getException() == null
                ? exchange.getMessage().getBody(String.class)
                : "failed|" + exchange.getException();
        System.out.println(recording.getFileName() + "|" + result);
    }
}
