using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Voting.Api.Certificates;

/// <summary>
/// What names an authority may vouch for (RFC 5280 4.2.1.10). Whoever steals its key can then pose as a machine of this network, and as no
/// site of the world: the tablets that trust it may be people's own.
/// </summary>
public static class NameConstraints
{
    private static readonly string[] PrivateNames = ["localhost", "local", "lan", "internal", "home.arpa"];
    private static readonly string[] PrivateNetworks = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10"];

    /// <summary>Permits private names and networks, and <paramref name="names"/>.</summary>
    public static X509Extension Permitting(IEnumerable<string> names)
    {
        var (hosts, addresses) = (new SortedSet<string>(PrivateNames, StringComparer.OrdinalIgnoreCase), new SortedSet<string>(PrivateNetworks, StringComparer.Ordinal));
        foreach (var name in names)
        {
            if (!IPAddress.TryParse(name, out var address)) hosts.Add(name);
            else if (!PrivateNetworks.Any(n => IPNetwork.Parse(n).Contains(address))) addresses.Add($"{address}/{address.GetAddressBytes().Length * 8}");
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            foreach (var host in hosts)
                using (writer.PushSequence()) writer.WriteCharacterString(UniversalTagNumber.IA5String, host, new Asn1Tag(TagClass.ContextSpecific, 2));
            foreach (var network in addresses.Select(IPNetwork.Parse))
                using (writer.PushSequence()) writer.WriteOctetString([.. network.BaseAddress.GetAddressBytes(), .. Mask(network)], new Asn1Tag(TagClass.ContextSpecific, 7));
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static byte[] Mask(IPNetwork network)
    {
        var mask = new byte[network.BaseAddress.GetAddressBytes().Length];
        for (var bit = 0; bit < network.PrefixLength; bit++) mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        return mask;
    }
}
