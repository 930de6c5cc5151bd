package io.github.camelelevenlabs.stt.emulator.speech;

import edu.cmu.sphinx.linguist.Linguist;
import edu.cmu.sphinx.linguist.acoustic.tiedstate.Loader;
import edu.cmu.sphinx.util.props.ConfigurationManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The language model and the acoustic model: a few hundred megabytes, read once and shared by all streams. They are not
 * thread-safe; a thread that uses them must hold {@link #turn()}.
 */
final class EnglishModel {
    // Held here, or the logging framework would forget that they are silenced. Sphinx names many of its loggers by the
    // simple names of its classes.
    private static final List<Logger> SILENCED = Stream.of(
                    "edu.cmu.sphinx",
                    EnglishModel.class.getPackageName(),
                    "AutoCepstrum",
                    "DataBlocker",
                    "Denoise",
                    "DiscreteCosineTransform2",
                    "DiscreteFourierTransform",
                    "FeatureTransform",
                    "FrontEnd",
                    "Lifter",
                    "LiveCMN",
                    "MelFrequencyFilterBank",
                    "Preemphasizer",
                    "RaisedCosineWindower",
                    "SimpleAcousticScorer")
            .map(Logger::getLogger)
            .toList();
    private static final Semaphore TURN = new Semaphore(1, true);

    private final Linguist linguist;
    private final Linguist phoneLinguist;
    private final Loader loader;

    private EnglishModel() {
        SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
        ConfigurationManager components =
                new ConfigurationManager(EnglishModel.class.getResource("english.config.xml"));
        linguist = (Linguist) components.lookup("linguist");
        try {
            linguist.allocate();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the English model of sphinx4-data", e);
        }
        loader = (Loader) components.lookup("acousticModelLoader");
        // Made last, because its constructor reads the acoustic model.
        phoneLinguist = (Linguist) components.lookup("phoneLinguist");
    }

    private static final class Holder {
        static final EnglishModel LOADED = new EnglishModel();
    }

    /** Takes some seconds the first time. */
    static EnglishModel load() {
        return Holder.LOADED;
    }

    /** One stream at a time searches; they take turns in the order in which they ask. */
    static Semaphore turn() {
        return TURN;
    }

    Linguist linguist() {
        return linguist;
    }

    Linguist phoneLinguist() {
        return phoneLinguist;
    }

    Loader loader() {
        return loader;
    }
}
