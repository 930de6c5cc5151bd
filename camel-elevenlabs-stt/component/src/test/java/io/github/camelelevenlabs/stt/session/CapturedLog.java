package io.github.camelelevenlabs.stt.session;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that any logger says on any level while this is open. */
final class CapturedLog implements AutoCloseable {

    private static final Pattern DUMPED = Pattern.compile("(?m)\\|(.{16})\\|$");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Map<LoggerConfig, Level> levels = context.getConfiguration().getLoggers().values().stream()
            .collect(Collectors.toMap(logger -> logger, LoggerConfig::getLevel));
    private final AbstractAppender appender =
            new AbstractAppender("captured", null, null, false, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    StringWriter line = new StringWriter();
                    line.append(event.getLoggerName())
                            .append(' ')
                            .append(event.getMessage().getFormattedMessage());
                    if (event.getThrown() != null) {
                        event.getThrown().printStackTrace(new PrintWriter(line));
                    }
                    lines.add(line.toString());
                }
            };

    private CapturedLog() {
        root.getAppenders().keySet().forEach(root::removeAppender);
        appender.start();
        root.addAppender(appender, Level.ALL, null);
        levels.keySet().forEach(logger -> logger.setLevel(Level.ALL));
        context.updateLoggers();
    }

    static CapturedLog everything() {
        return new CapturedLog();
    }

    /** All of it, and what was dumped in columns once more without them, so that nothing hides in a line break. */
    String text() {
        String all = String.join("\n", lines);
        String dumped = DUMPED.matcher(all).results().map(row -> row.group(1)).collect(Collectors.joining());
        return all + "\n" + dumped;
    }

    /** Logs as before again. */
    @Override
    public void close() {
        context.reconfigure();
    }
}
