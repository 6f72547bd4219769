"""The network that an address is of, and the area that a network is of, to count by."""

import ipaddress

# What one home or one customer of a cloud holds at most (IPv6: RIPE-690): whoever has more addresses counts as one.
_NETWORK = {4: 24, 6: 48}
# As much as somebody easily gets who means to have many networks: a provider's whole allocation.
_AREA = {4: 16, 6: 32}
UNKNOWN = "unknown"


def network_of(address: str) -> str:
    """The network of an address as servers and proxies write it, with or without a port, such as `192.0.2.0/24`."""
    for text in (address, address.rpartition(":")[0]):
        try:
            found = ipaddress.ip_address(text.strip("[]").partition("%")[0])
        except ValueError:
            continue
        if isinstance(found, ipaddress.IPv6Address):
            found = found.ipv4_mapped or found
        return str(ipaddress.ip_network(f"{found}/{_NETWORK[found.version]}", strict=False))
    return UNKNOWN


def area_of(network: str) -> str:
    """The area of what `network_of` gives, such as `192.0.0.0/16`."""
    if network == UNKNOWN:
        return UNKNOWN
    found = ipaddress.ip_network(network)
    return str(found.supernet(new_prefix=_AREA[found.version]))
