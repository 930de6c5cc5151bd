package io.github.camelelevenlabs.stt.emulator.speech;

import edu.cmu.sphinx.decoder.pruner.SimplePruner;
import edu.cmu.sphinx.decoder.scorer.SimpleAcousticScorer;
import edu.cmu.sphinx.decoder.search.ActiveListFactory;
import edu.cmu.sphinx.decoder.search.PartitionActiveListFactory;
import edu.cmu.sphinx.decoder.search.SimpleActiveListManager;
import edu.cmu.sphinx.decoder.search.WordPruningBreadthFirstLookaheadSearchManager;
import edu.cmu.sphinx.frontend.BaseDataProcessor;
import edu.cmu.sphinx.result.Result;
import edu.cmu.sphinx.result.WordResult;
import edu.cmu.sphinx.util.StatisticsVariable;
import edu.cmu.sphinx.util.TimerPool;
import java.util.ArrayList;
import java.util.List;

/** Finds the likeliest words in the features of one stream, on the model that all streams share. */
final class SegmentSearch extends WordPruningBreadthFirstLookaheadSearchManager {
    private static final int STATES = 5_000;
    private static final double STATE_BEAM = 1e-60;
    private static final int WORDS = 50;
    private static final double WORD_BEAM = 1e-40;
    private static final double PHONE_BEAM = 1e-12;
    private static final int LOOKAHEAD_FRAMES = 5;
    private static final float LOOKAHEAD_WEIGHT = 6;
    private static final float ACOUSTIC_LOOKAHEAD_FRAMES = 1.7f;

    SegmentSearch(EnglishModel model, BaseDataProcessor features) {
        super(
                model.linguist(),
                model.phoneLinguist(),
                model.loader(),
                new SimplePruner(),
                new SimpleAcousticScorer(features, null),
                new SimpleActiveListManager(activeLists(), false),
                new PartitionActiveListFactory(STATES, PHONE_BEAM),
                false,
                STATE_BEAM,
                0,
                false,
                false,
                LOOKAHEAD_FRAMES,
                LOOKAHEAD_WEIGHT,
                0,
                ACOUSTIC_LOOKAHEAD_FRAMES,
                true);
        allocate();
    }

    private static List<ActiveListFactory> activeLists() {
        ActiveListFactory states = new PartitionActiveListFactory(STATES, STATE_BEAM);
        ActiveListFactory words = new PartitionActiveListFactory(WORDS, WORD_BEAM);
        return List.of(states, words, words, states, states, states);
    }

    /** Without the linguist, which is ready: to allocate it once more would read the model again. */
    @Override
    public void allocate() {
        scoreTimer = TimerPool.getTimer(this, "Score");
        pruneTimer = TimerPool.getTimer(this, "Prune");
        growTimer = TimerPool.getTimer(this, "Grow");
        totalTokensScored = StatisticsVariable.getStatisticsVariable("totalTokensScored");
        curTokensScored = StatisticsVariable.getStatisticsVariable("curTokensScored");
        tokensCreated = StatisticsVariable.getStatisticsVariable("tokensCreated");
    }

    /** The words of the likeliest path. @param origin the time in milliseconds to count from */
    static List<RecognisedWord> words(Result result, long origin) {
        List<RecognisedWord> words = new ArrayList<>();
        for (WordResult word : result.getTimedBestResult(false)) {
            String text = word.getWord().getSpelling();
            if (!text.startsWith("<")) {
                words.add(new RecognisedWord(
                        text,
                        word.getTimeFrame().getStart() - origin,
                        word.getTimeFrame().getEnd() - origin));
            }
        }
        return words;
    }
}
