package io.github.camelelevenlabs.stt;

import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.KEYTERMS;
import static io.github.camelelevenlabs.stt.ElevenLabsSttConstants.LANGUAGE_CODE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelelevenlabs.stt.emulator.RecordedSession;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.Exchange;
import org.apache.camel.test.junit5.TestExecutionConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sessions of an audioUrl are changed by a message to its name, by a method of the endpoint, and over JMX. */
class ChangedSourceIT extends SourceRouteSupport {

    @Override
    public void configureTest(TestExecutionConfiguration configuration) {
        super.configureTest(configuration);
        configuration.withJMX(true);
    }

    @BeforeEach
    void hearTheNews() throws Exception {
        server.at("/live", reply -> onAir(reply, "one two"));
        hear("/live", "&keyterms=Harbour");
        await().until(() -> texts().equals(List.of("one two")));
    }

    private static RecordedSession newest(int sessions) {
        await().until(() -> emulator.sessions().size() == sessions
                && !emulator.sessions().get(sessions - 2).isOpen());
        return emulator.sessions().get(sessions - 1);
    }

    @Test
    void a_message_without_audio_to_the_name_changes_the_keyterms() {
        Exchange changed = send("elevenlabs-stt:news", null, Map.of(KEYTERMS, "Karlsson,Meier", LANGUAGE_CODE, "sv"));
        assertThat(changed.getException()).isNull();
        RecordedSession second = newest(2);
        assertThat(second.parameters()).containsEntry("keyterms", List.of("Karlsson", "Meier"));
        assertThat(second.parameter("language_code")).isEqualTo("sv");
        assertThat(server.requests()).as("the URL stays open").hasSize(1);
        assertThat(texts()).containsExactly("one two");
    }

    @Test
    void a_method_of_the_endpoint_does_so_too_for_the_sessions_that_follow_as_well() throws Exception {
        ElevenLabsSttEndpoint endpoint = context.getEndpoint("elevenlabs-stt:news", ElevenLabsSttEndpoint.class);
        assertThat(endpoint.changeKeyterms("Karlsson")).isEqualTo(1);
        assertThat(newest(2).parameters()).containsEntry("keyterms", List.of("Karlsson"));
        control("suspend");
        await().until(() -> !emulator.sessions().get(1).isOpen());
        assertThat(endpoint.changeLanguageCode("sv")).isEqualTo(1);
        control("resume");
        RecordedSession third = newest(3);
        assertThat(third.parameters()).containsEntry("keyterms", List.of("Karlsson"));
        assertThat(third.parameter("language_code")).isEqualTo("sv");
        control("stop");
        assertThat(endpoint.changePreviousText("Good morning")).isZero();
        control("start");
        assertThat(newest(4).parameters()).as("the options").containsEntry("keyterms", List.of("Harbour"));
    }

    @Test
    void an_operation_of_jmx_does_so_too() throws Exception {
        MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
        ObjectName names =
                new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=endpoints,*");
        ObjectName endpoint = jmx.queryNames(names, null).stream()
                .filter(name -> name.getKeyProperty("name").contains("elevenlabs-stt://news"))
                .findAny()
                .orElseThrow();
        Object changed = jmx.invoke(
                endpoint, "changeKeyterms", new Object[] {"Karlsson"}, new String[] {String.class.getName()});
        assertThat(changed).isEqualTo(1);
        assertThat(newest(2).parameters()).containsEntry("keyterms", List.of("Karlsson"));
    }

    @Test
    void a_value_that_is_not_allowed_changes_nothing() {
        ElevenLabsSttEndpoint endpoint = context.getEndpoint("elevenlabs-stt:news", ElevenLabsSttEndpoint.class);
        assertThatThrownBy(() -> endpoint.changeKeyterms("a term that is too long"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("keyterms has the term");
        assertThatThrownBy(() -> endpoint.changeLanguageCode("pt-BR")).hasMessageContaining("write pt");
        assertThat(send("elevenlabs-stt:news", null, Map.of(LANGUAGE_CODE, "pt-BR"))
                        .getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasMessageContaining("write pt");
        assertThat(emulator.sessions()).hasSize(1);
    }

    @Test
    void a_message_that_finds_no_source_of_its_name_fails_as_one_without_audio() {
        assertThat(send("elevenlabs-stt:other", null, Map.of(KEYTERMS, "Karlsson"))
                        .getException())
                .isInstanceOf(ElevenLabsSttException.class)
                .hasMessageContaining("no audio");
        assertThat(send("elevenlabs-stt:news", null).getException()).hasMessageContaining("no audio");
    }
}
