package io.github.camelelevenlabs.stt.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseHandlerTest {

    private final ResponseBody body = new ResponseBody(cause -> FetchException.temporary("broken", cause));
    private final SilenceWatch watch = new SilenceWatch(Duration.ofMinutes(1), silence -> fail("silence"));
    private final List<HttpGet.Answer> answers = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel(
            watch, new ResponseDecoder(), new ResponseHandler(watch, body, answers::add, failure -> fail(failure)));

    @Test
    void what_follows_a_response_is_no_part_of_it() throws Exception {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        channel.writeInbound(Unpooled.copiedBuffer(response + "first" + response + "other", US_ASCII));
        assertThat(answers).hasSize(1);
        assertThat(body.readAllBytes()).asString().isEqualTo("first");
        assertThat(channel.isOpen()).isFalse();
    }
}
