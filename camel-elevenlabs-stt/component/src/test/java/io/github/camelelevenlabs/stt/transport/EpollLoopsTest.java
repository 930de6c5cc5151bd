package io.github.camelelevenlabs.stt.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class EpollLoopsTest {

    @Test
    void without_a_jar_that_has_the_library_netty_is_not_asked_to_load_it() {
        assertThat(EpollLoops.unavailable(ClassLoader.getPlatformClassLoader()))
                .hasMessage("no jar has Netty's library for epoll");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void the_library_of_a_jar_is_used() {
        assertThat(EpollLoops.unavailable()).isNull();
    }
}
