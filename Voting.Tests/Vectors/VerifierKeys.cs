using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Voting.Tests.House;

namespace Voting.Tests.Vectors;

/// <summary>
/// The verifier's own check of a signature, by reflection: the tests do not reference it, or its names would meet those of the programs
/// that it must share nothing with.
/// </summary>
internal sealed class VerifierKeys
{
    private static readonly Type Keys = Load().GetType("Voting.Verifier.Checks.PublicKeys", throwOnError: true)!;
    private static readonly MethodInfo Reads = Keys.GetMethod("Read", BindingFlags.Public | BindingFlags.Static)!;
    private readonly Func<string, string, byte[], byte[], bool> _accepts;

    /// <param name="spkis">Written to a keys file and read from it, as with <c>--keys</c>.</param>
    public VerifierKeys(IEnumerable<byte[]> spkis)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, new JsonObject(spkis.Select(s => KeyValuePair.Create(Id(s), (JsonNode?)Convert.ToBase64String(s))).DistinctBy(s => s.Key)).ToJsonString());
            _accepts = Keys.GetMethod("Accepts")!.CreateDelegate<Func<string, string, byte[], byte[], bool>>(Reads.Invoke(null, [file]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    public bool Accept(byte[] spki, string algorithm, byte[] text, byte[] value) => _accepts(Id(spki), algorithm, text, value);

    private static string Id(byte[] spki) => Convert.ToHexStringLower(SHA256.HashData(spki));

    private static Assembly Load()
    {
        var configuration = typeof(VerifierKeys).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!;
        return Assembly.LoadFrom(Path.Combine(ArchitectureTests.Root(), "Voting.Verifier", "bin", configuration, "net10.0", "Voting.Verifier.dll"));
    }
}
