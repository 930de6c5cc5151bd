package io.github.camelelevenlabs.stt.example.upload;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.OUTPUT_FORMAT;
import static io.github.camelelevenlabs.stt.example.upload.UploadRoutes.UPLOAD_ID;

import io.github.camelelevenlabs.stt.ElevenLabsSttException;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jms.JmsException;

/** The HTTP responses. The reason of a server failure is only in the log. */
final class HttpAnswer {

    private static final Logger LOG = LoggerFactory.getLogger(HttpAnswer.class);

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    /** Seconds after which a client may try again. */
    private static final int RETRY_AFTER = 10;

    private HttpAnswer() {}

    /** The output format that the client accepts. */
    static String format(Exchange upload) {
        return upload.getMessage().getHeader("Accept", "", String.class).contains(JSON) ? "json" : "text";
    }

    static void transcribed(Exchange upload) {
        Message message = upload.getMessage();
        boolean json = message.getHeader(OUTPUT_FORMAT, String.class).equals("json");
        answer(message, 200, json ? JSON : TEXT, message.getBody(String.class));
    }

    static void accepted(Exchange upload) {
        Message message = upload.getMessage();
        answer(message, 202, JSON, "{\"uploadId\":\"" + message.getHeader(UPLOAD_ID) + "\"}");
        message.setHeader("Preference-Applied", "respond-async");
    }

    static void failed(Exchange upload) {
        Exception why = upload.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = upload.getMessage();
        if (why instanceof ElevenLabsSttException session
                && session.getErrorType().equals("invalid_audio")) {
            answer(message, 415, TEXT, "This cannot be transcribed: " + session.getDetail());
            return;
        }
        // Whoever ends this server knows why uploads fail.
        if (!(why instanceof ElevenLabsSttException session
                && session.getErrorType().equals("stopped"))) {
            LOG.warn("Upload {} failed: {}", message.getHeader(UPLOAD_ID), why.toString());
        }
        if (why instanceof ElevenLabsSttException session) {
            if (session.isRetryable()) {
                unavailable(message, "The transcription service cannot be used now: " + session.getErrorType());
            } else {
                answer(message, 500, TEXT, "This server cannot transcribe: " + session.getErrorType());
            }
        } else if (why instanceof JmsException || why instanceof JMSException) {
            unavailable(message, "The queue cannot be reached now");
        } else {
            answer(message, 500, TEXT, "This server failed");
        }
    }

    private static void unavailable(Message message, String text) {
        answer(message, 503, TEXT, text);
        message.setHeader("Retry-After", RETRY_AFTER);
    }

    private static void answer(Message message, int status, String contentType, String text) {
        message.removeHeaders("*", UPLOAD_ID);
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, contentType);
        // As bytes, since Camel would use the charset of this machine.
        message.setBody(text.getBytes(StandardCharsets.UTF_8));
    }
}
