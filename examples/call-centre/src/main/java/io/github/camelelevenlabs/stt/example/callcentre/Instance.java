package io.github.camelelevenlabs.stt.example.callcentre;

import com.zaxxer.hikari.HikariDataSource;
import io.github.camelelevenlabs.stt.ElevenLabsSttComponent;
import io.github.camelelevenlabs.stt.repository.JdbcSessionRepository;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/** One of the instances: all are equal, and none knows of the others. */
public final class Instance {

    private static final int CONNECTIONS = 5;

    private Instance() {}

    /** @param args its name, the addresses of Kafka, PostgreSQL and the service */
    public static void main(String[] args) throws Exception {
        ChildJvm.endWithParent();
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(args[2]);
            database.setMaximumPoolSize(CONNECTIONS);
            Main main = new Main();
            main.bind("database", database);
            main.bind("sessions", new JdbcSessionRepository(database));
            main.addInitialProperty("instance", args[0]);
            ElevenLabsSttComponent component = new ElevenLabsSttComponent();
            component.getConfiguration().setBaseUrl(args[3]);
            component.getConfiguration().setApiKey("any");
            main.bind("elevenlabs-stt", component);
            main.configure().setShutdownTimeout(10);
            readCalls(main, new KafkaCalls(args[1], "direct:call"));
            main.run();
        }
    }

    private static void readCalls(Main main, KafkaCalls calls) {
        main.configure().addRoutesBuilder(new CallRoutes(calls));
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void afterStart(BaseMainSupport started) {
                try {
                    calls.start(started.getCamelContext());
                } catch (Exception e) {
                    throw new IllegalStateException("Cannot read calls", e);
                }
            }

            @Override
            public void beforeStop(BaseMainSupport stopped) {
                try {
                    calls.stop();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
    }
}
