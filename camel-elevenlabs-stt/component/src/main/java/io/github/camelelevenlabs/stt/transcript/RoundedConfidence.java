package io.github.camelelevenlabs.stt.transcript;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Writes a confidence with four decimals; more would be noise. */
final class RoundedConfidence extends StdSerializer<Double> {

    private static final long serialVersionUID = 1;
    private static final double STEPS = 10_000;

    RoundedConfidence() {
        super(Double.class);
    }

    @Override
    public void serialize(Double exact, JsonGenerator json, SerializerProvider provider) throws IOException {
        json.writeNumber(rounded(exact));
    }

    static double rounded(double exact) {
        return Math.round(exact * STEPS) / STEPS;
    }
}
