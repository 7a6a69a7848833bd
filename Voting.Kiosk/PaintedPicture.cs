using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Components;
using Voting.Domain.Contracts;
using Voting.Kiosk.Presses;

namespace Voting.Kiosk;

/// <summary>
/// The picture that the server painted, on its way to the program in the browser. Read by code written at build time: to find its
/// shape out by reflection would hold the start up.
/// </summary>
public sealed class PaintedPicture : PersistentComponentStateSerializer<Snapshot>
{
    public override void Persist(Snapshot value, IBufferWriter<byte> writer)
    {
        using var json = new Utf8JsonWriter(writer);
        JsonSerializer.Serialize(json, value, StartJson.Default.Snapshot);
    }

    public override Snapshot Restore(ReadOnlySequence<byte> data)
    {
        var json = new Utf8JsonReader(data);
        return JsonSerializer.Deserialize(ref json, StartJson.Default.Snapshot)!;
    }
}

/// <summary>What is read while a tablet starts.</summary>
[JsonSerializable(typeof(Snapshot))]
[JsonSerializable(typeof(KeptPress))]
internal sealed partial class StartJson : JsonSerializerContext;
