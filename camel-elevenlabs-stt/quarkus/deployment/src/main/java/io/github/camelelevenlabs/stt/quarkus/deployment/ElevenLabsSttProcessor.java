package io.github.camelelevenlabs.stt.quarkus.deployment;

import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.ExtensionSslNativeSupportBuildItem;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.nativeimage.NativeImageResourceBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ReflectiveClassBuildItem;
import io.quarkus.deployment.builditem.nativeimage.RuntimeInitializedClassBuildItem;
import java.util.List;
import org.apache.camel.quarkus.core.deployment.spi.CamelServiceDestination;
import org.apache.camel.quarkus.core.deployment.spi.CamelServicePatternBuildItem;

/** The build steps of the extension. The steps for native images have not been tested in an image. */
class ElevenLabsSttProcessor {

    static final String FEATURE = "camel-elevenlabs-stt";

    /** They start threads, look up the network or seed random numbers when they are initialised. */
    static final List<String> INITIALISED_AT_RUN_TIME = List.of(
            "org.asynchttpclient.RequestBuilderBase",
            "org.asynchttpclient.netty.channel.ChannelManager",
            "org.asynchttpclient.netty.request.NettyRequestSender",
            "org.asynchttpclient.ntlm.NtlmEngine",
            "org.asynchttpclient.resolver.RequestHostnameResolver");

    static final List<String> RESOURCES = List.of(
            "org/asynchttpclient/config/ahc-default.properties",
            "org/asynchttpclient/config/ahc-version.properties",
            "io/github/camelelevenlabs/stt/repository/tables.sql");

    /** Records that become JSON, or that expressions such as {@code ${body.segments}} access, and how their numbers are written. */
    static final List<String> TRANSCRIPTS = List.of(
            "io.github.camelelevenlabs.stt.delivery.JournalCodec$ExactWord",
            "io.github.camelelevenlabs.stt.transcript.Entity",
            "io.github.camelelevenlabs.stt.transcript.Partial",
            "io.github.camelelevenlabs.stt.transcript.RoundedConfidence",
            "io.github.camelelevenlabs.stt.transcript.Segment",
            "io.github.camelelevenlabs.stt.transcript.Transcript",
            "io.github.camelelevenlabs.stt.transcript.Word");

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem(FEATURE);
    }

    /** Camel Quarkus finds components and converters by itself, but these only on request. */
    @BuildStep
    CamelServicePatternBuildItem services() {
        return new CamelServicePatternBuildItem(
                CamelServiceDestination.DISCOVERY,
                true,
                "META-INF/services/org/apache/camel/dev-console/*",
                "META-INF/services/org/apache/camel/transformer/*");
    }

    @BuildStep
    ExtensionSslNativeSupportBuildItem tls() {
        return new ExtensionSslNativeSupportBuildItem(FEATURE);
    }

    @BuildStep
    NativeImageResourceBuildItem resources() {
        return new NativeImageResourceBuildItem(RESOURCES);
    }

    @BuildStep
    void initialisedAtRunTime(BuildProducer<RuntimeInitializedClassBuildItem> classes) {
        INITIALISED_AT_RUN_TIME.forEach(name -> classes.produce(new RuntimeInitializedClassBuildItem(name)));
    }

    @BuildStep
    ReflectiveClassBuildItem transcripts() {
        return ReflectiveClassBuildItem.builder(TRANSCRIPTS).methods().fields().build();
    }
}
