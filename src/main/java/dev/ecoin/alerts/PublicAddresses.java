package dev.ecoin.alerts;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses are hosts of the internet, by IANA's registries of special-purpose addresses (RFC 6890 and its updates). The
 * others belong to this machine, its network, a cloud's metadata, or nobody.
 */
final class PublicAddresses {

    private static final List<Block> SPECIAL = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared, behind carriers' NAT
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // Azure's metadata
                    "169.254.0.0/16", // link-local, with clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocols
                    "192.0.2.0/24", // documentation
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, with broadcast
                    "::/96", // unspecified, loopback, IPv4-compatible
                    "::ffff:0:0/96", // IPv4-mapped, where Java leaves them
                    "::ffff:0:0:0/96", // IPv4-translated
                    "64:ff9b::/96", // NAT64
                    "64:ff9b:1::/48", // local NAT64
                    "100::/64", // discard
                    "2001::/23", // protocols, with Teredo
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "3fff::/20", // documentation
                    "5f00::/16", // segment routing
                    "fc00::/7", // unique local, with a cloud's metadata
                    "fe80::/10", // link-local
                    "fec0::/10", // site-local
                    "ff00::/8") // multicast
            .map(Block::of)
            .toList();

    private PublicAddresses() {}

    private record Block(BigInteger prefix, int bytes, int length) {

        static Block of(String text) {
            var slash = text.indexOf('/');
            var bytes = literal(text.substring(0, slash));
            var length = Integer.parseInt(text.substring(slash + 1));
            return new Block(prefix(bytes, length), bytes.length, length);
        }

        boolean holds(byte[] address) {
            return address.length == bytes && prefix(address, length).equals(prefix);
        }

        private static BigInteger prefix(byte[] address, int length) {
            return new BigInteger(1, address).shiftRight(8 * address.length - length);
        }
    }

    /** Whether the address is public; IPv6 addresses outside 2000::/3 are not assigned to hosts. */
    static boolean isPublic(InetAddress address) {
        var bytes = address.getAddress();
        return SPECIAL.stream().noneMatch(block -> block.holds(bytes))
                && (bytes.length == 4 || (bytes[0] & 0xe0) == 0x20);
    }

    /** Java would turn a mapped address into IPv4. */
    private static byte[] literal(String text) {
        try {
            if (!text.startsWith("::ffff:0:0") || text.startsWith("::ffff:0:0:0")) {
                return InetAddress.getByName(text).getAddress();
            }
            var mapped = new byte[16];
            Arrays.fill(mapped, 10, 12, (byte) 0xff);
            return mapped;
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
