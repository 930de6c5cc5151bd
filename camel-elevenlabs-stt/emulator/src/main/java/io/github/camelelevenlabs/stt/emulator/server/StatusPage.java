package io.github.camelelevenlabs.stt.emulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelelevenlabs.stt.emulator.RecordedSession.Commit;
import io.github.camelelevenlabs.stt.emulator.Violation;
import io.github.camelelevenlabs.stt.emulator.recording.Secrets;
import io.github.camelelevenlabs.stt.emulator.service.SessionRecord;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The status page, as HTML: sessions, the received audio and the sent transcripts. */
final class StatusPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_SESSIONS = 50;
    private static final int MAX_TEXT = 400;

    private final StringBuilder html = new StringBuilder(4096);

    private StatusPage() {}

    /** @param sessions in the order they were opened */
    static String of(URI uri, List<SessionRecord> sessions) {
        StatusPage page = new StatusPage();
        page.html
                .append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<title>Speech-to-text emulator</title>\n<link rel=\"stylesheet\" href=\"/status.css\">\n")
                .append("<link rel=\"icon\" href=\"data:,\">\n")
                .append("<script src=\"/status.js\" defer></script>\n</head>\n<body>\n<main>\n");
        page.overview(uri, sessions);
        sessions.stream()
                .sorted(Comparator.comparing(SessionRecord::isOpen)
                        .thenComparing(SessionRecord::connection)
                        .reversed())
                .limit(MAX_SESSIONS)
                .forEach(page::session);
        page.html.append("</main>\n</body>\n</html>\n");
        return page.html.toString();
    }

    private void overview(URI uri, List<SessionRecord> sessions) {
        long open = sessions.stream().filter(SessionRecord::isOpen).count();
        int violations = sessions.stream()
                .mapToInt(session -> session.violations().size())
                .sum();
        html.append("<h1>Speech-to-text emulator</h1>\n");
        paragraph(uri + ": " + open + " open, " + sessions.size() + " in all, " + violations + " violations"
                + (sessions.size() > MAX_SESSIONS ? "; " + MAX_SESSIONS + " are shown, the open ones first" : ""));
        if (sessions.isEmpty()) {
            note("Nobody has connected yet.");
        }
    }

    private void session(SessionRecord session) {
        Secrets secrets = Secrets.of(session);
        html.append(session.isOpen() ? "<section class=\"open\">\n" : "<section>\n");
        html.append("<h2>").append(escape(title(session, secrets))).append("</h2>\n");
        note(parameters(secrets.mask(session.parameters())));
        paragraph("Received " + seconds(session.audioDuration()) + " of audio; " + commits(session.commits()) + "; "
                + session.keepalives() + " keepalives");
        html.append("<ul>\n");
        session.lastSaid().forEach(message -> said(message, secrets));
        session.violations().forEach(violation -> violated(violation, secrets));
        html.append("</ul>\n</section>\n");
    }

    private static String title(SessionRecord session, Secrets secrets) {
        String ending = session.ending().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String close = session.closeCode().isPresent()
                ? " with " + session.closeCode().getAsInt() + " " + secrets.mask(session.closeReason())
                : "";
        return "Connection " + session.connection() + ": " + ending + close.stripTrailing();
    }

    private static String parameters(Map<String, List<String>> parameters) {
        StringBuilder text = new StringBuilder();
        parameters.forEach((name, values) -> values.forEach(value ->
                text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value)));
        return text.isEmpty() ? "no parameters" : text.toString();
    }

    private static String commits(List<Commit> commits) {
        if (commits.isEmpty()) {
            return "no commits";
        }
        Commit last = commits.get(commits.size() - 1);
        return commits.size() + " commits, the last at " + seconds(last.position()) + " by "
                + last.by().name().toLowerCase(Locale.ROOT);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }

    private void said(String message, Secrets secrets) {
        try {
            JsonNode json = JSON.readTree(message);
            String text = json.path(json.has("error") ? "error" : "text").asText();
            item("said", json.path("message_type").asText(), secrets.mask(text));
        } catch (JsonProcessingException e) {
            item("said", "", secrets.mask(message));
        }
    }

    private void violated(Violation violation, Secrets secrets) {
        String consequence =
                violation.consequence().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String message = violation.message().isEmpty() ? "" : ", by " + violation.message();
        item("violation", violation.rule(), secrets.mask(violation.detail() + message) + " (" + consequence + ")");
    }

    private void item(String kind, String name, String text) {
        String shown = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + " …";
        html.append("<li class=\"")
                .append(kind)
                .append("\"><b>")
                .append(escape(name))
                .append("</b>");
        html.append(escape(shown)).append("</li>\n");
    }

    private void paragraph(String text) {
        html.append("<p>").append(escape(text)).append("</p>\n");
    }

    private void note(String text) {
        html.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
