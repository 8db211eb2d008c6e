"""Which network addresses belong to the public internet: nobody may lead us into the operator's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPV4_INSIDE_IPV6 = ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """True for an address of the public internet, also behind the usual ways to write IPv4 inside IPv6."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and (inside := _ipv4_inside(ip)):
        ip = inside
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local)


def _ipv4_inside(ip: IPv6Address) -> IPv4Address | None:
    if ip in IPV4_INSIDE_IPV6:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    teredo = ip.teredo[1] if ip.teredo else None
    return ip.ipv4_mapped or ip.sixtofour or teredo
