package io.github.camelelevenlabs.stt.observe;

import org.apache.camel.spi.EndpointServiceLocation;

/** An endpoint, as the span decorator sees it. */
public interface ObservedEndpoint extends EndpointServiceLocation {

    String getName();
}
