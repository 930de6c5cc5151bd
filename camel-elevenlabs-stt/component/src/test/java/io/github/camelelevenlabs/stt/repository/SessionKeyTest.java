package io.github.camelelevenlabs.stt.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SessionKeyTest {

    @Test
    void its_hash_is_what_sha256sum_prints() {
        assertThat(SessionKey.of("abc").hash())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(SessionKey.of("é").hash())
                .isEqualTo("4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
    }

    @Test
    void different_keys_have_different_hashes_also_where_utf_8_has_none() {
        assertThat(SessionRepositoryContract.oddKeys()
                        .map(key -> SessionKey.of(key).hash()))
                .doesNotHaveDuplicates()
                .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    @Test
    void a_blank_key_is_refused() {
        assertThatThrownBy(() -> SessionKey.of(" \t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The key of a session is blank; give each session a key of its own");
    }

    @Test
    void messages_show_it_printable_and_short() {
        assertThat(SessionKey.of("a\n\u001b[31m" + "b".repeat(10_000)).toString())
                .startsWith("key 'a\\n\\u001b[31mbbb")
                .hasSizeLessThan(320);
    }
}
