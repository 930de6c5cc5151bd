package io.github.camelelevenlabs.stt.fetch;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses a URL, its redirects and its names may lead to, and what is sent to them. */
class UrlAddressesTest extends FetchSupport {

    private final List<String> lookups = new ArrayList<>();

    /** A resolver that knows only these hosts. */
    private HostLookup hosts(Map<String, String> addresses) {
        return host -> {
            lookups.add(host);
            if (!addresses.containsKey(host)) {
                throw new UnknownHostException(host);
            }
            return InetAddress.getAllByName(addresses.get(host));
        };
    }

    @Test
    void follows_redirects_to_where_they_end() throws Exception {
        server.redirect("/one", "/two?x=1").redirect("/two?x=1", server.url("/three/end.mp3"));
        server.at("/three/end.mp3", "audio/mpeg", AUDIO);
        assertThat(open(server.url("/one")).fileName()).isEqualTo("end.mp3");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"//a//b.wav", "/Intro [2024] 100%.wav", "/a:b|c^d.wav?x=[1]&y={2}", "/Übung-Π-音.wav"})
    void a_path_is_asked_for_as_browsers_and_servers_write_it(String path) throws Exception {
        String target = WebUrl.parse("http://a" + path).path();
        server.at(target, "audio/wav", AUDIO);
        assertThat(bytes(path)).isEqualTo(AUDIO);
        assertThat(target).matches("[!-~]+");
    }

    @ParameterizedTest
    @CsvSource({
        "Intro [2024].wav, UTF-8, /Intro%20%5B2024%5D.wav",
        "Übung-Π-音.wav, UTF-8, /%C3%9Cbung-%CE%A0-%E9%9F%B3.wav",
        "Übung.wav, ISO-8859-1, /%DCbung.wav",
        "\\\\127.0.0.1:PORT\\moved.wav, UTF-8, /moved.wav",
        "http:///127.0.0.1:PORT/moved.wav, UTF-8, /moved.wav"
    })
    void a_redirect_leads_where_a_browser_would_go(String location, String charset, String path) throws Exception {
        byte[] bytes = location.replace("PORT", "" + server.port()).getBytes(charset);
        server.at(
                "/old",
                reply -> reply.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ")
                        .send(bytes)
                        .send("\r\n\r\n"));
        server.at(path, "audio/wav", AUDIO);
        assertThat(bytes("/old")).isEqualTo(AUDIO);
    }

    @Test
    void a_redirect_to_a_host_in_another_script_is_looked_up_in_ascii() throws Exception {
        byte[] location = ("http://bücher.example:" + server.port() + "/x").getBytes(StandardCharsets.UTF_8);
        server.at(
                "/old",
                reply -> reply.send("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ")
                        .send(location)
                        .send("\r\n\r\n"));
        server.at("/x", "audio/wav", AUDIO);
        try (UrlFetcher looking = Fetchers.of(
                ofSeconds(5), hosts(Map.of("127.0.0.1", "127.0.0.1", "xn--bcher-kva.example", "127.0.0.1")))) {
            WebUrl url = WebUrl.parse(server.url("/old"));
            assertThat(looking.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                    .hasBinaryContent(AUDIO);
        }
        assertThat(server.requests().get(1)).contains("Host: xn--bcher-kva.example:" + server.port());
    }

    @Test
    void a_redirect_without_a_location_fails() throws Exception {
        server.redirect("/empty", " ");
        server.at("/second", reply -> reply.head("302 Found", "Location:", "Location: /x", "Content-Length: 0"));
        server.at("/x", "audio/wav", AUDIO);
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/empty"))
                .withMessageContaining("without a Location");
        assertThat(bytes("/second")).isEqualTo(AUDIO);
    }

    @Test
    void the_dot_at_the_end_of_a_host_is_kept_from_certificates_alone() throws Exception {
        try (UrlFetcher looking = Fetchers.of(ofSeconds(1), hosts(Map.of()))) {
            for (String url : List.of("http://radio.example./x", "https://radio.example./x")) {
                assertThatExceptionOfType(FetchException.class)
                        .isThrownBy(() ->
                                looking.fetch(WebUrl.parse(url), Reach.ANYWHERE).open(TrackChoice.FIRST));
            }
        }
        assertThat(lookups).containsExactly("radio.example.", "radio.example");
    }

    @Test
    void redirects_in_circles_end() {
        server.redirect("/round", "/round");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> bytes("/round"))
                .withMessageContaining("redirects more than 5 times");
        assertThat(server.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "http://", ""})
    void a_redirect_to_no_web_address_is_refused(String location) {
        server.redirect("/out", location);
        if (location.isEmpty()) {
            server.at("/out", reply -> reply.head("302 Found"));
        }
        assertThatExceptionOfType(FetchException.class).isThrownBy(() -> bytes("/out"));
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "2130706433",
                "127.1",
                "0x7f.1",
                "localhost",
                "0177.0.0.1",
                "%31%32%37.0.0.1",
                "①②⑦.0.0.1",
                "127.0.0.1.",
                "localhost."
            })
    void an_address_that_is_not_public_is_not_reached_however_it_is_spelt(String host) throws Exception {
        WebUrl url = WebUrl.parse("http://" + host + ":" + server.port() + "/x");
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.fetch(url, Reach.PUBLIC).open(TrackChoice.FIRST));
        assertThat(server.requests()).isEmpty();
        assertThat(server.connections()).isZero();
    }

    @Test
    void a_name_that_leads_to_a_private_address_is_refused() throws Exception {
        try (UrlFetcher guarded = Fetchers.of(ofSeconds(1), hosts(Map.of("radio.example", "127.0.0.1")))) {
            WebUrl url = WebUrl.parse("http://radio.example:" + server.port() + "/x?token=secret");
            assertThatExceptionOfType(FetchException.class)
                    .isThrownBy(() -> guarded.fetch(url, Reach.PUBLIC).open(TrackChoice.FIRST))
                    .withMessageContaining("radio.example is at an address that is not public")
                    .withMessageContaining("allowPrivateUrls")
                    .withMessageNotContaining("secret");
        }
        assertThat(lookups).as("looked up once, and not again to connect").containsExactly("radio.example");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse_a_host() {
        CheckedResolver resolver = new CheckedResolver(
                host -> new InetAddress[] {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")},
                PublicAddresses::contain);
        assertThatExceptionOfType(CheckedResolver.RefusedAddress.class)
                .isThrownBy(() -> resolver.resolve("both.example"));
    }

    @Test
    void the_checked_address_is_the_connected_one() throws Exception {
        server.at("/x", "audio/wav", AUDIO);
        // Each lookup has another result; only the first one counts.
        HostLookup rebinding = host -> {
            lookups.add(host);
            return InetAddress.getAllByName(lookups.size() == 1 ? "127.0.0.1" : "10.9.9.9");
        };
        try (UrlFetcher rebound = Fetchers.of(ofSeconds(1), rebinding)) {
            WebUrl url = WebUrl.parse("http://radio.example:" + server.port() + "/x");
            assertThat(rebound.fetch(url, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                    .hasBinaryContent(AUDIO);
        }
        assertThat(lookups).hasSize(1);
    }

    @Test
    void a_trusted_host_may_be_private_and_redirect_to_itself_but_not_to_another() throws Exception {
        server.redirect("/self", "/x").redirect("/other", "http://localhost:" + server.port() + "/x");
        server.at("/x", "audio/wav", AUDIO);
        FetchedAudio own =
                fetcher.fetch(WebUrl.parse(server.url("/self")), Reach.OWN_HOST).open(TrackChoice.FIRST);
        assertThat(own.stream()).hasBinaryContent(AUDIO);
        WebUrl elsewhere = WebUrl.parse(server.url("/other"));
        assertThatExceptionOfType(FetchException.class)
                .isThrownBy(() -> fetcher.fetch(elsewhere, Reach.OWN_HOST).open(TrackChoice.FIRST))
                .withMessageContaining("localhost is at an address that is not public");
        assertThat(fetcher.fetch(elsewhere, Reach.ANYWHERE).open(TrackChoice.FIRST).stream())
                .hasBinaryContent(AUDIO);
    }

    @Test
    void credentials_of_the_url_are_sent_to_its_server_and_to_no_other() throws Exception {
        server.redirect("/first", "/second").redirect("/second", "http://localhost:" + server.port() + "/third");
        server.at("/third", "audio/wav", AUDIO);
        open("http://user:secret@127.0.0.1:" + server.port() + "/first").stream()
                .close();
        assertThat(server.requests())
                .extracting(head -> head.contains("Authorization: Basic dXNlcjpzZWNyZXQ="))
                .containsExactly(true, true, false);
    }
}
