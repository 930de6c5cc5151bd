package io.github.camelelevenlabs.stt.emulator;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * An emulator for a JUnit test, in one line:
 *
 * <pre>{@code
 * @ExtendWith(SttEmulatorExtension.class)
 * class MyClientTest {
 *     @Test
 *     void tones_are_transcribed(SttEmulator emulator) { ... }
 * }
 * }</pre>
 *
 * or as a field, where it can be configured:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final SttEmulatorExtension emulator = new SttEmulatorExtension();
 * }</pre>
 *
 * With the annotation or in a static field one emulator serves all tests of the class, and each test begins with no sessions, no violations and
 * an empty script; in an instance field every test has its own. It listens from its creation, so that other extensions
 * may ask for its address whatever their order.
 */
public final class SttEmulatorExtension
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private final SttEmulator emulator;
    private String outermost;

    /** Recognises {@linkplain Recogniser#tones() tones} and answers {@linkplain Behaviour#prompt() promptly}. */
    public SttEmulatorExtension() {
        this(SttEmulator.builder().behaviour(Behaviour.prompt()));
    }

    public SttEmulatorExtension(SttEmulator.Builder builder) {
        emulator = builder.start();
    }

    public SttEmulator emulator() {
        return emulator;
    }

    /** See {@link SttEmulator#uri()}. */
    public URI uri() {
        return emulator.uri();
    }

    /** See {@link SttEmulator#script()}. */
    public Script script() {
        return emulator.script();
    }

    /** The sessions of the running test. */
    public List<RecordedSession> sessions() {
        return emulator.sessions();
    }

    /** Those of the running test. */
    public List<Violation> violations() {
        return emulator.violations();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SttEmulator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return emulator;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (outermost == null) {
            outermost = context.getUniqueId();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        emulator.reset();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (outermost == null) {
            emulator.stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        // This is called for nested test classes too, and the enclosing class still needs the emulator.
        if (context.getUniqueId().equals(outermost)) {
            emulator.stop();
        }
    }
}
