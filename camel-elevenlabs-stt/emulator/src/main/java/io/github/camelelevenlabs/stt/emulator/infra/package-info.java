/**
 * The emulator as a test service of the shape of Camel's {@code camel-test-infra}, for use with
 * {@code @RegisterExtension}. It needs JUnit 5, and nothing of Camel.
 */
package io.github.camelelevenlabs.stt.emulator.infra;
