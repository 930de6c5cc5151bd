package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.org, https, example.org, 443, /",
        "http://example.org:8000/live.mp3?key=1#t=3, http, example.org, 8000, /live.mp3?key=1",
        "'  HTTP://Example.ORG./a b|c.wav ', http, example.org., 80, /a%20b%7Cc.wav",
        "http://bücher.example/höre?ö=ü, http, xn--bcher-kva.example, 80, /h%C3%B6re?%C3%B6=%C3%BC",
        "http://2130706433/x, http, 2130706433, 80, /x",
        "http://0x7f.1/x, http, 0x7f.1, 80, /x",
        "http://①②⑦.0.0.1/x, http, 127.0.0.1, 80, /x",
        "http://my_host:/x, http, my_host, 80, /x",
        "https://[2001:DB8::1]:8443/x, https, [2001:db8::1], 8443, /x",
        "http://a:b@example.org//x?u=http://c@d, http, example.org, 80, //x?u=http://c@d"
    })
    void is_taken_apart(String text, String scheme, String host, int port, String path) throws Exception {
        WebUrl url = WebUrl.parse(text);
        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http:///secret",
                "http:secret",
                "file:///etc/secret",
                "ftp://example.org/secret",
                "//example.org/secret",
                "secret",
                "http://%31%32%37.0.0.1/secret",
                "http://[fe80::1%25eth0]/secret",
                "http://[::1/secret",
                "http://example.org:123456/secret",
                "http://exa mple.org/secret",
                "http://a..b/secret"
            })
    void is_refused_without_being_repeated(String text) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> WebUrl.parse(text))
                .withMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/x/y, z.mp3, http://a.example, /x/z.mp3",
        "http://a.example/x/y, /z.mp3?k=1, http://a.example, /z.mp3?k=1",
        "http://a.example/x/y?k=1, ?k=2, http://a.example, /x/y?k=2",
        "http://a.example/x, //b.example/z, http://b.example, /z",
        "http://a.example/x, https://b.example/z, https://b.example, /z",
        "https://a.example/x, https://b.example:1/höre mich, https://b.example:1, /h%C3%B6re%20mich"
    })
    void a_redirect_is_resolved(String from, String location, String site, String path) throws Exception {
        WebUrl target = WebUrl.parse(from).resolve(location);
        assertThat(target.site()).isEqualTo(site);
        assertThat(target.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a.example/", "file:/etc/passwd", "ftp://a.example/", "data:audio/wav,x", "jar:x!/"})
    void a_redirect_leads_neither_away_from_https_nor_out_of_the_web(String location) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> WebUrl.parse("https://a.example/").resolve(location));
    }

    @Test
    void credentials_stay_with_their_server() throws Exception {
        WebUrl url = WebUrl.parse("http://us%C3%A9r:p+w@a.example/x");
        assertThat(url.authorization()).hasValue("Basic dXPDqXI6cCt3");
        assertThat(url.resolve("/y").authorization()).isEqualTo(url.authorization());
        assertThat(url.resolve("http://a.example:81/y").authorization()).isEmpty();
        assertThat(url.resolve("http://b.example/y").authorization()).isEmpty();
        assertThat(url.resolve("http://evil:pw@b.example/y").authorization()).isEmpty();
    }

    @Test
    void shows_neither_path_nor_query_nor_credentials() throws Exception {
        assertThat(WebUrl.parse("https://user:pw@a.example:444/p?token=1")).hasToString("https://a.example:444");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/x/talk.mp3?v=2, talk.mp3",
        "http://a/x/a%20b+c.wav, a b+c.wav",
        "http://a, ''",
        "http://a/x/, ''",
    })
    void the_file_name_is_the_end_of_the_path(String url, String name) throws Exception {
        assertThat(WebUrl.parse(url).fileName()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/b/c/d, ../../x, /x",
        "http://a/b/c/d, ./x/./y/.., /b/c/x/",
        "http://a/b, ../../../x, /x",
        "http://a/b/c?k=1, '', /b/c?k=1",
        "http://a/b/c, #t, /b/c",
        "http://a/b/c, x:1.ts, ''",
        "http://a/b/c, x 1:2.ts, /b/x%201:2.ts",
        "http://a/b/c, [x].ts?y[0]=1, /b/%5Bx%5D.ts?y[0]=1",
        "http://[::1]:81/b/c, d, /b/d"
    })
    void a_reference_is_resolved_as_the_rfc_says(String from, String reference, String path) throws Exception {
        WebUrl url = WebUrl.parse(from);
        if (path.isEmpty()) {
            assertThatExceptionOfType(FetchException.class).isThrownBy(() -> url.resolve(reference));
        } else {
            assertThat(url.resolve(reference).path()).isEqualTo(path);
            assertThat(url.resolve(reference).site()).isEqualTo(url.site());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/%", "http://a/%4", "http://a/%zz", "http://a%/x", "http://u%:p@a/x"})
    void what_is_escaped_halfway_is_refused(String text) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> WebUrl.parse(text))
                .withMessageContaining("%");
    }

    static Stream<Arguments> hostileTexts() {
        List<UnaryOperator<String>> shapes = List.of(
                many -> "http://" + many.replace('x', '@') + ":x:/",
                many -> "http://" + many.replace('x', ':'),
                many -> "http://" + many.replace('x', '[') + "@",
                many -> "http://a/" + many.replace("x", "a/") + many.replace("x", "../"),
                many -> "http://a/" + many.replace('x', '%'),
                many -> "http://a/" + many.replace('x', '\u0001'),
                many -> "http://a/" + many.replace("x", "\u0327\u0301"),
                many -> "http://" + many.replace('x', '\u00FC') + "/",
                many -> many.replace('x', ' ') + "http://a",
                many -> many + ":",
                many -> "http:" + many.replace('x', '/'));
        return shapes.stream()
                .flatMap(shape -> Stream.of(2_500, 5_000, 10_000, 100_000, 1_000_000, 10_000_000)
                        .map(size -> Arguments.of(size, shape)));
    }

    @ParameterizedTest(name = "{index}: {0} characters")
    @MethodSource("hostileTexts")
    void a_text_costs_no_more_than_its_length(int size, UnaryOperator<String> shape) throws Exception {
        String text = shape.apply("x".repeat(size));
        WebUrl url = WebUrl.parse("http://a/b");
        assertTimeoutPreemptively(ofSeconds(30), () -> {
            for (int i = 0; i < 20; i++) {
                WebUrl.isMeantBy(text);
                tried(() -> WebUrl.parse(text));
                tried(() -> url.resolve(text));
            }
        });
    }

    private static void tried(Callable<WebUrl> parsing) throws Exception {
        try {
            assertThat(parsing.call().path()).hasSizeLessThan(100_000);
        } catch (FetchException e) {
            assertThat(e.getMessage()).hasSizeLessThan(200);
        }
    }
}
