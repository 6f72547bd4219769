"""What counts as one network, and what as one area of networks."""

import pytest

from accounts.services.networks import area_of, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("198.51.100.7:51234", "198.51.100.0/24"),
        ("2001:db8:1:2ff:3:4:5:6", "2001:db8:1::/48"),
        ("[2001:db8:1:2ff::6]", "2001:db8:1::/48"),
        ("[2001:db8:1:2ff::6]:51234", "2001:db8:1::/48"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/48"),
        ("127.0.0.1", "127.0.0.0/24"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("geen adres", "unknown"),
        ("1.2.3.4.5", "unknown"),
        ("198.51.100.7 ", "unknown"),
    ],
)
def test_an_address_is_known_by_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("network", "area"),
    [
        ("198.51.100.0/24", "198.51.0.0/16"),
        ("2001:db8:1::/48", "2001:db8::/32"),
        ("2001:db8:ffff::/48", "2001:db8::/32"),
        ("2001:db9::/48", "2001:db9::/32"),
        ("unknown", "unknown"),
    ],
)
def test_a_network_is_of_an_area(network: str, area: str) -> None:
    assert area_of(network) == area
