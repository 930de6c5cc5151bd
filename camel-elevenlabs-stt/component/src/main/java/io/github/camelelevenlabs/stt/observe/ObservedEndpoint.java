package io.github.camelelevenlabs.stt.observe;

import org.apache.camel.spi.EndpointServiceLocation;

/** An endpoint as a trace shows it. */
public interface ObservedEndpoint extends EndpointServiceLocation {

    String getName();
}
