package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
        "http://my_host:/x, http, my_host, 80, /x",
        "https://[2001:DB8::1]:8443/x, https, [2001:db8::1], 8443, /x",
        "http://a:b@example.org//x?u=http://c@d, http, example.org, 80, //x?u=http://c@d"
    })
    void a_url_is_split_into_its_parts(String text, String scheme, String host, int port, String path)
            throws Exception {
        WebUrl url = WebUrl.parse(text);
        assertThat(url.scheme()).isEqualTo(scheme);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '~',
            value = {
                "http://h/Intro\u00A0[2024].wav http://h/Intro%C2%A0%5B2024%5D.wav",
                "http://h/{a}^`\"<b>.wav?q={a}^`'[0] http://h/%7Ba%7D%5E%60%22%3Cb%3E.wav?q=%7Ba%7D%5E%60%27[0]",
                "http://h\\a\\b.wav?c\\d http://h/a/b.wav?c%5Cd",
                "http:\\\\h\\a http://h/a",
                "http:h/a http://h/a",
                "http:/h/a http://h/a",
                "http:///h/a http://h/a",
                "HtTpS:////h/a https://h/a",
                "http://h?x=1 http://h/?x=1",
                "http://h#x http://h/",
                "http://h:080/a http://h/a",
                "https://h:443/a https://h/a",
                "http://h:443/a http://h:443/a",
                "http://h/a%20b%2fc%C3%BC http://h/a%20b%2fc%C3%BC",
                "http://h/100%.wav?p=5%&q=%zz http://h/100%25.wav?p=5%25&q=%25zz",
                "http://h/%u00fc%U20AC.wav?q=%u00fc%u00f http://h/%u00fc%U20AC.wav?q=%u00fc%25u00f",
                "http://h/a/./b/../c/%2E%2e/d http://h/a/d",
                "http://h/../../a http://h/a",
                "http://h/a/.. http://h/",
                "http://h//a//b http://h//a//b",
                "http://ex%61mple.org/a http://example.org/a",
                "http://b%C3%BCcher.example/a http://xn--bcher-kva.example/a",
                "http://BÜCHER。example/a http://xn--bcher-kva.example/a",
                "http://u@s:er:p@ss@h/a http://h/a",
                "http://@h/a http://h/a"
            })
    void spellings_that_a_browser_repairs_are_repaired(String text, String repaired) throws Exception {
        WebUrl url = WebUrl.parse(text);
        assertThat(url.site() + url.path()).isEqualTo(repaired);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFEFFhttp://h/a.wav\r\n",
                "\u00A0 http://h/a.wav\u200B",
                "\u0000\u0001http://h/a.wav\u0000",
                "ht\ntp://h/\r\n\ta.wav",
                "h\tttp\r:/\n/h/a.w\nav"
            })
    void white_space_around_a_url_and_line_breaks_within_are_dropped(String text) throws Exception {
        assertThat(WebUrl.isMeantBy(text)).isTrue();
        WebUrl url = WebUrl.parse(text);
        assertThat(url.site() + url.path()).isEqualTo("http://h/a.wav");
    }

    /** For example, the host of a bank in one reading, and the host of an attacker in the other. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://stra\u00DFe.example/",
                "http://stra%C3%9Fe.example/",
                "http://STRA\u1E9EE.example",
                "http://\u03BB\u03BF\u03C2.gr/"
            })
    void an_ambiguous_host_is_refused(String text) {
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> WebUrl.parse(text))
                .withMessageContaining("write the host in ASCII");
    }

    @Test
    void half_a_surrogate_pair_does_not_start_a_query() throws Exception {
        assertThat(WebUrl.parse("http://h/a\uD83Cb.wav").path()).isEqualTo("/a%EF%BF%BDb.wav");
        assertThat(WebUrl.parse("http://h/\uD83C\uDFA4.wav").path()).isEqualTo("/%F0%9F%8E%A4.wav");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see http://h/a.wav",
                "httpx://h",
                "http//h/a.wav",
                "http",
                "https",
                "h ttp://h",
                "",
                " \n",
                "(http://h)"
            })
    void other_text_is_not_a_url(String text) {
        assertThat(WebUrl.isMeantBy(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2130706433, 127.0.0.1",
        "017700000001, 127.0.0.1",
        "0x7F.1, 127.0.0.1",
        "0x7f000001, 127.0.0.1",
        "127.1, 127.0.0.1",
        "127.0.1, 127.0.0.1",
        "0177.0.0.01, 127.0.0.1",
        "127.0.0.1., 127.0.0.1",
        "①②⑦.0.0.1, 127.0.0.1",
        "１２７。0。0。1, 127.0.0.1",
        "%31%32%37.0.0.1, 127.0.0.1",
        "0, 0.0.0.0",
        "0x, 0.0.0.0",
        "4294967295, 255.255.255.255",
        "a.1b, a.1b",
        "1.a, 1.a"
    })
    void a_numeric_host_is_an_ip_address(String host, String address) throws Exception {
        assertThat(WebUrl.parse("http://" + host + "/x").host()).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "http:///",
                "http:?secret",
                "http://:80/secret",
                "http://user@/secret",
                "file:///etc/secret",
                "ftp://example.org/secret",
                "//example.org/secret",
                "secret",
                "http://[fe80::1%25eth0]/secret",
                "http://[fe80::1%eth0]/secret",
                "http://[::1/secret",
                "http://[::1]x/secret",
                "http://[::1::]/secret",
                "http://[1]/secret",
                "http://[.]/secret",
                "http://[127.0.0.1]/secret",
                "http://example.org:123456/secret",
                "http://example.org:65536/secret",
                "http://example.org:8o/secret",
                "http://exa mple.org/secret",
                "http://exa%20mple.org/secret",
                "http://a%2Fb/secret",
                "http://a%/secret",
                "http://a%00/secret",
                "http://a|b/secret",
                "http://a..b/secret",
                "http://256.0.0.1/secret",
                "http://1.2.3.4.5/secret",
                "http://4294967296/secret",
                "http://99999999999999999999/secret",
                "http://0x100000000/secret",
                "http://08/secret",
                "http://a.1/secret",
                "http://a.0x/secret"
            })
    void a_refused_url_is_not_repeated_in_the_message(String text) {
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
        "http://a.example/x, \\\\b.example\\z, http://b.example, /z",
        "http://a.example/x, ///b.example/z, http://b.example, /z",
        "http://a.example/x/y, http:z.mp3, http://a.example, /x/z.mp3",
        "http://a.example/x/y, http:/z.mp3, http://a.example, /z.mp3",
        "http://a.example/x/y, https:b.example/z, https://b.example, /z",
        "http://a.example/x/y, /a//b.mp3, http://a.example, /a//b.mp3",
        "http://a.example/x/y, /%2e%2e/z/../100%.mp3#t, http://a.example, /100%25.mp3",
        "http://a.example/x/y, ' Intro [2024].mp3 ', http://a.example, /x/Intro%20%5B2024%5D.mp3",
        "http://a.example:80/x, ?q, http://a.example, /x?q",
        "http://a.example/x, https://b.example/z, https://b.example, /z",
        "https://a.example/x, https://b.example:1/höre mich, https://b.example:1, /h%C3%B6re%20mich"
    })
    void a_redirect_is_resolved(String from, String location, String site, String path) throws Exception {
        WebUrl target = WebUrl.parse(from).resolve(location);
        assertThat(target.site()).isEqualTo(site);
        assertThat(target.path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a.example/",
                "http:x",
                "file:/etc/passwd",
                "ftp://a.example/",
                "ftp:x",
                "data:audio/wav,x",
                "jar:x!/",
                "rtmp://a.example/x",
                "RTSP:\\\\a.example",
                "x-y.z+1://a.example",
                "javascript:x"
            })
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

    @ParameterizedTest
    @CsvSource({
        "http://user@a/, user:",
        "http://user:@a/, user:",
        "http://:pw@a/, :pw",
        "http://a%3Ab:p%40w%@a/, a:b:p@w%",
        "http://us er:pw[|]@a/, us er:pw[|]",
        "http://me@b.example:p:w@a/, me@b.example:p:w"
    })
    void credentials_are_sent_as_they_are_meant(String url, String sent) throws Exception {
        assertThat(WebUrl.parse(url).authorization())
                .hasValue("Basic " + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://@a/", "http://:@a/"})
    void empty_credentials_are_not_sent(String url) throws Exception {
        assertThat(WebUrl.parse(url).authorization()).isEmpty();
    }

    @Test
    void shows_neither_path_nor_query_nor_credentials() throws Exception {
        assertThat(WebUrl.parse("https://user:pw@a.example:444/p?token=1")).hasToString("https://a.example:444");
    }

    @ParameterizedTest
    @CsvSource({
        "http://a/x/talk.mp3?v=2, talk.mp3",
        "http://a/x/a%20b+c.wav, a b+c.wav",
        "http://a/Intro [2024].wav, Intro [2024].wav",
        "http://a/100%.wav, 100%.wav",
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
        "http://a/b/c, x:1.ts, /b/x:1.ts",
        "http://a/b/c, ng_15:49:14.ts, /b/ng_15:49:14.ts",
        "http://a/b/c, ng-15:49:14.ts?x, /b/ng-15:49:14.ts?x",
        "http://a/b/c, 2026-11-29T15:49:14.ts, /b/2026-11-29T15:49:14.ts",
        "http://a/b/c, :1.ts, /b/:1.ts",
        "http://a/b/c, x 1:2.ts, /b/x%201:2.ts",
        "http://a/b/c, [x].ts?y[0]=1, /b/%5Bx%5D.ts?y[0]=1",
        "http://[::1]:81/b/c, d, /b/d"
    })
    void a_reference_is_resolved_against_where_it_stands(String from, String reference, String path) throws Exception {
        WebUrl url = WebUrl.parse(from);
        assertThat(url.resolve(reference).path()).isEqualTo(path);
        assertThat(url.resolve(reference).site()).isEqualTo(url.site());
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
                many -> "http:" + many.replace('x', '/'),
                many -> "http:" + many.replace('x', '\\'),
                many -> "http://a/" + many.replace('x', '\n'),
                many -> many.replace('x', '\n') + "http://a",
                many -> "http://" + many.replace("x", "%C3"),
                many -> "http://" + many.replace('x', '0'),
                many -> "http://0x" + many.replace('x', 'f'),
                many -> "http://a:" + many.replace('x', '0'),
                many -> "http://a/" + many.replace("x", "%2e%2e/"),
                many -> "http://a/" + many.replace('x', '\uD83C'));
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
