package io.github.camelelevenlabs.stt.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves a host name, or an address in any notation that the system accepts. May block. */
@FunctionalInterface
public interface HostLookup {

    /** The resolver of the JDK. */
    HostLookup SYSTEM = InetAddress::getAllByName;

    InetAddress[] addressesOf(String host) throws UnknownHostException;
}
