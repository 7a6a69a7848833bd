using System.Text.Json;
using Voting.Verifier.Json;

namespace Voting.Verifier.Checks;

/// <summary>
/// The text a signature is over: canonical JSON of stage, meeting, paper, round, the event head as it
/// stood then, the urn's count and root (a recorded paper has none), and at certify the SHA-256 of the
/// canonical record without `signatures`.
/// </summary>
internal sealed record SignedText(string Stage, string Meeting, string Paper, int Round, long? UrnCount, string? UrnRoot, string? Record)
{
    public byte[] With(string eventHead)
    {
        using var plain = new MemoryStream();
        using (var json = new Utf8JsonWriter(plain))
        {
            json.WriteStartObject();
            json.WriteString("stage", Stage);
            json.WriteString("meeting", Meeting);
            json.WriteString("paper", Paper);
            json.WriteNumber("round", Round);
            json.WriteString("eventHead", eventHead);
            if (UrnCount is { } count)
            {
                json.WriteNumber("urnCount", count);
                json.WriteString("urnRoot", UrnRoot);
            }

            if (Record is not null)
            {
                json.WriteString("record", Record);
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(plain.GetBuffer().AsMemory(0, (int)plain.Length));
        using var text = new MemoryStream();
        Canonical.Write(document.RootElement, text.Write);
        return text.ToArray();
    }
}
