package io.github.camelelevenlabs.stt.audio.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnProcessGroupTest {

    @ParameterizedTest
    @ValueSource(strings = {"setsid", "perl"})
    @EnabledOnOs(OS.LINUX)
    void each_prefix_creates_a_group_and_keeps_the_process_and_its_arguments(String way) throws Exception {
        assumeTrue(SearchPath.find(way).isPresent());
        List<String> command = new ArrayList<>(
                OwnProcessGroup.prefix(name -> name.equals(way) ? SearchPath.find(name) : Optional.empty()));
        command.addAll(List.of("/bin/sh", "-c", "echo $(ps -o pid=,pgid= -p $$) \"$1\"", "sh", "-a b"));
        Process process = new ProcessBuilder(command).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said.strip()).isEqualTo(process.pid() + " " + process.pid() + " -a b");
    }

    @Test
    void a_command_that_cannot_run_is_recognised_by_its_status() throws Exception {
        List<String> command = new ArrayList<>(OwnProcessGroup.prefix(SearchPath::find));
        assumeTrue(!command.isEmpty());
        command.add("/no/such/program");
        assertThat(new ProcessBuilder(command).start().waitFor()).isEqualTo(127);
    }

    @Test
    void a_system_without_a_prefix_runs_the_command_alone() {
        assertThat(OwnProcessGroup.prefix(name -> Optional.<Path>empty())).isEmpty();
    }
}
