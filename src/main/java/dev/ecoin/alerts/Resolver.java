package dev.ecoin.alerts;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
interface Resolver {

    /** All addresses, at least one; blocks. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
