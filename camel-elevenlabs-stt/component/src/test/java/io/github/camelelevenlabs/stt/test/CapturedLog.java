package io.github.camelelevenlabs.stt.test;

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

/** Captures the messages of all loggers at all levels while it is open. */
public final class CapturedLog implements AutoCloseable {

    private static final Pattern DUMPED = Pattern.compile("(?m)\\|(.{16})\\|$");

    private record Line(Level level, String logger, String message) {}

    private final List<Line> lines = new CopyOnWriteArrayList<>();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final LoggerConfig root = context.getConfiguration().getRootLogger();
    private final Map<LoggerConfig, Level> levels = context.getConfiguration().getLoggers().values().stream()
            .collect(Collectors.toMap(logger -> logger, LoggerConfig::getLevel));
    private final AbstractAppender appender =
            new AbstractAppender("captured", null, null, false, Property.EMPTY_ARRAY) {
                @Override
                public void append(LogEvent event) {
                    StringWriter message = new StringWriter();
                    message.append(event.getMessage().getFormattedMessage());
                    if (event.getThrown() != null) {
                        event.getThrown().printStackTrace(new PrintWriter(message));
                    }
                    lines.add(new Line(event.getLevel(), event.getLoggerName(), message.toString()));
                }
            };

    private CapturedLog() {
        root.getAppenders().keySet().forEach(root::removeAppender);
        appender.start();
        root.addAppender(appender, Level.ALL, null);
        levels.keySet().forEach(logger -> logger.setLevel(Level.ALL));
        context.updateLoggers();
    }

    public static CapturedLog everything() {
        return new CapturedLog();
    }

    /** All messages; hex dumps also without their columns, so that a line break cannot hide a secret. */
    public String text() {
        String all =
                lines.stream().map(line -> line.logger() + " " + line.message()).collect(Collectors.joining("\n"));
        String dumped = DUMPED.matcher(all).results().map(row -> row.group(1)).collect(Collectors.joining());
        return all + "\n" + dumped;
    }

    /** The messages of the logger of this class, each with its level in front. */
    public List<String> of(Class<?> logger) {
        return lines.stream()
                .filter(line -> line.logger().equals(logger.getName()))
                .map(line -> line.level() + " " + line.message())
                .toList();
    }

    /** Restores the previous logging. */
    @Override
    public void close() {
        context.reconfigure();
    }
}
