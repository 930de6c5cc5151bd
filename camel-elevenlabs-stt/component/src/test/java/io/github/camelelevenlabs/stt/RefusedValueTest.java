package io.github.camelelevenlabs.stt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.ResolveEndpointFailedException;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of a value that is no value of its option: what was found, what is allowed, and no secret. */
class RefusedValueTest extends OptionsSupport {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "includeTimestamps=maybe|true or false is",
                "readRate=2,5|a number such as 0.5 is",
                "vadThreshold=high|a number such as 0.5 is",
                "connectTimeout=PTx|a number of milliseconds, or a time such as 30s, is",
                "exchangePattern=both|one of InOnly, InOut is",
                "sessionRepository=files|#bean: and the name of a SessionRepository is",
                "proxyHost=http://proxy&proxyPort=80|a host such as proxy.example.org, without scheme, port and path, is",
                "proxyHost=proxy:3128&proxyPort=80|a host such as proxy.example.org, without scheme, port and path, is",
                "proxyHost=RAW( proxy)&proxyPort=80|a host such as proxy.example.org, without scheme, port and path, is"
            })
    void a_value_of_another_type_is_refused_in_the_first_line(String options, String allowed) {
        String first = options.replaceFirst("&.*", "").replace("RAW( proxy)", " proxy");
        assertThatThrownBy(() -> endpoint(options))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageEndingWith(" due to: " + first + " is not allowed; " + allowed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "proxy.example.org", "10.1.2.3", "::1", "[fe80::1%eth0]", "2001:db8::1"})
    void a_proxy_is_a_name_or_an_address(String host) {
        assertThat(endpoint("proxyHost=RAW(" + host + ")&proxyPort=3128")).isNotNull();
    }

    @Test
    void a_password_in_front_of_a_proxy_is_not_shown() {
        assertThat(refusal("proxyHost=RAW(http://jane:4d1e@proxy)&proxyPort=3128"))
                .isEqualTo(
                        "proxyHost=…@proxy is not allowed; a host such as proxy.example.org, without scheme, port and"
                                + " path, is");
    }

    @Test
    void an_empty_address_is_refused_by_name() {
        assertThat(refusal("baseUrl=")).startsWith("baseUrl is empty; give it an address such as wss://");
    }

    @ParameterizedTest
    @CsvSource({
        "'sk_4d\\n', 'ends with a line break; give it without'",
        "'sk_4d\\r\\n', 'ends with a line break; give it without'",
        "'sk_4d ', 'ends with a space; give it without'",
        "'\\tsk_4d', 'begins with a tab; give it without'",
        "'\\240sk_4d', 'begins with a space; give it without'",
        "'sk_\\n4d', 'has a line break behind its first 3 characters; give it without'",
        "'sk_\\0004d', 'has a control character behind its first 3 characters; give it without'",
        "'\uFEFFsk_4d', 'begins with an invisible character; give it without'",
        "'sk_4d\u200B', 'ends with an invisible character; give it without'",
        "'sk_\u00AD4d', 'has an invisible character behind its first 3 characters; give it without'",
        "'\"sk_4d\"', 'is in quotation marks; give it without'"
    })
    void a_credential_with_something_around_it_is_refused_and_not_shown(String written, String message) {
        String credential = written.translateEscapes();
        component.getConfiguration().setApiKey(credential);
        assertThat(refusal("")).isEqualTo("apiKey " + message);
        component.getConfiguration().setApiKey(null);
        component.setEnvironment(variable -> credential);
        assertThat(refusal("")).isEqualTo("the environment variable ELEVENLABS_API_KEY " + message);
        component.getConfiguration().setApiKey("sk_4d");
        component.getConfiguration().setToken(credential);
        assertThat(refusal("")).isEqualTo("token " + message);
    }

    @Test
    void a_bean_that_is_missing_is_named_unless_it_may_be_a_token() {
        String reason = "is not allowed; # names a bean, and no bean of that name is in Camel's registry: bind one or"
                + " correct the name";
        assertThat(refusal("sessionRepository=#files")).isEqualTo("sessionRepository=#files " + reason);
        assertThat(refusal("token=#bean:tokens")).isEqualTo("token=#bean:tokens " + reason);
        assertThat(refusal("token=#4d1e")).isEqualTo("token=#… " + reason);
        assertThatThrownBy(() -> endpoint("token=#4d1e"))
                .satisfies(
                        failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("4d1e"));
    }

    /** A bean that cannot be made, whose own words do not say for which option. */
    public static final class Unmade {
        public Unmade() {
            throw new IllegalArgumentException("no account");
        }
    }

    @Test
    void a_bean_that_cannot_be_made_is_refused_with_the_name_of_its_option() {
        String bean = "#class:" + Unmade.class.getName();
        assertThat(refusal("sessionRepository=" + bean))
                .isEqualTo("sessionRepository=" + bean + " could not be set: no account");
        assertThat(refusal("token=" + bean)).isEqualTo("token=… could not be set: no account");
    }

    @Test
    void a_bean_of_another_type_is_refused_without_its_text() {
        context.getRegistry().bind("database", new StringBuilder("jdbc:postgresql://db/calls?password=4d1e"));
        assertThat(refusal("sessionRepository=#bean:database"))
                .isEqualTo(
                        "sessionRepository is a java.lang.StringBuilder, which is not allowed; #bean: and the name of a"
                                + " SessionRepository is");
        assertThatThrownBy(() -> endpoint("sessionRepository=#bean:database"))
                .satisfies(
                        failure -> assertThat(Throwables.getStackTrace(failure)).doesNotContain("4d1e"));
    }
}
