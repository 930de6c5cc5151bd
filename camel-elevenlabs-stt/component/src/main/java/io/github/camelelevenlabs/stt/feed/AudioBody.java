package io.github.camelelevenlabs.stt.feed;

import io.github.camelelevenlabs.stt.audio.pcm.AudioException;
import io.github.camelelevenlabs.stt.fetch.WebUrl;
import io.github.camelelevenlabs.stt.text.Printable;
import io.github.camelelevenlabs.stt.transcript.Segment;
import io.github.camelelevenlabs.stt.transcript.Transcript;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.net.URI;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.apache.camel.converter.stream.InputStreamCache;

/** The audio in a message's body. Nothing is read yet. */
sealed interface AudioBody {

    /** No body, or a body without bytes. */
    record Empty() implements AudioBody {}

    /** Audio in memory. */
    record Bytes(ByteBuffer bytes) implements AudioBody {}

    /** Audio on a web server. */
    record Url(WebUrl url) implements AudioBody {}

    /** Audio in a file. Opening it may block. */
    record OnDisk(Path path) implements AudioBody {}

    /** An open stream; its reader closes it. */
    record Stream(InputStream stream) implements AudioBody {}

    /**
     * The audio of an exchange's message.
     *
     * @throws AudioException when the body is of a type that holds no audio; the message names the accepted types
     * @throws AudioException when it is a stream that has been read before and cannot be read again
     * @throws IOException    when it is a URL that cannot be fetched
     */
    static AudioBody of(Exchange exchange) throws IOException {
        Object body = exchange.getIn().getBody();
        if (body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof File file) {
            body = file;
        } else if (body instanceof WrappedFile<?> wrapped && wrapped.getBody() instanceof InputStream open) {
            // The stream of a remote file. Camel would wrap it again for each read, which hides that it was read
            // before.
            body = open;
        }
        if (body instanceof StreamCache cache) {
            body = fromItsBeginning(cache, exchange);
        }
        if (body == null) {
            return new Empty();
        } else if (body instanceof byte[] bytes) {
            return bytes(ByteBuffer.wrap(bytes));
        } else if (body instanceof ByteBuffer buffer) {
            return bytes(buffer.slice());
        } else if (body instanceof File file) {
            return onDisk(file.toPath());
        } else if (body instanceof Path path) {
            return onDisk(path);
        } else if (body instanceof URL || body instanceof URI) {
            return new Url(WebUrl.parse(body.toString()));
        } else if (body instanceof CharSequence text && WebUrl.isMeantBy(text)) {
            return new Url(WebUrl.parse(text.toString()));
        } else if (body instanceof CharSequence || body instanceof Reader) {
            throw refused(body, "text is no audio, unless it is an http or https URL");
        }
        if (body instanceof Transcript || body instanceof Segment) {
            throw refused(body, "it is a transcript already");
        }
        return converted(exchange, body);
    }

    private static AudioBody onDisk(Path path) throws AudioException {
        if (Files.isDirectory(path)) {
            throw new AudioException("the body is the folder " + Printable.of(path.toString())
                    + "; a file is accepted, and from(\"file:...\") gives each file of a folder");
        }
        return new OnDisk(path);
    }

    private static AudioBody converted(Exchange exchange, Object body) throws AudioException {
        InputStream stream = exchange.getContext().getTypeConverter().tryConvertTo(InputStream.class, exchange, body);
        if (stream == null) {
            throw refused(body, "it cannot be read as a stream");
        }
        InputStream once = body instanceof StreamCache ? stream : new ReadOnceStream(body, stream);
        if (stream instanceof ByteArrayInputStream && ((ByteArrayInputStream) stream).available() == 0) {
            return new Empty();
        }
        return new Stream(once);
    }

    /**
     * A stream cache is read from its beginning each time. It is copied where the copy shares the bytes: a thread of an abandoned
     * earlier attempt may still be reading the original.
     */
    private static Object fromItsBeginning(StreamCache cache, Exchange exchange) throws IOException {
        cache.reset();
        StreamCache copy = cache instanceof InputStreamCache || !cache.inMemory() ? cache.copy(exchange) : null;
        return copy == null ? cache : copy;
    }

    private static AudioBody bytes(ByteBuffer bytes) {
        return bytes.hasRemaining() ? new Bytes(bytes) : new Empty();
    }

    private static AudioException refused(Object body, String why) {
        return new AudioException(
                "the body is a " + Printable.of(body.getClass().getName()) + ": " + why
                        + "; byte[], ByteBuffer, InputStream, File, Path, URLs as String, URI or URL, and what Camel"
                        + " converts to an InputStream are accepted");
    }
}
