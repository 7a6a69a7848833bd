using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Voting.Api.Hub;

/// <summary>
/// The JSON protocol, but a call that cannot be read is answered with a refusal and the connection lives on:
/// a tablet with a fault must be able to learn that it has one.
/// </summary>
public sealed class ForgivingProtocol(JsonHubProtocol json) : IHubProtocol
{
    public const string Malformed = "malformed";

    public string Name => json.Name;
    public int Version => json.Version;
    public TransferFormat TransferFormat => json.TransferFormat;

    public bool TryParseMessage(ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        try
        {
            while (true)
            {
                var before = input.Length;
                if (json.TryParseMessage(ref input, binder, out message)) break;
                if (input.Length == before) return false;
                // A type of message that nobody knows was taken off; what follows it must not wait for the next frame.
            }

            if (message is InvocationBindingFailureMessage failure) message = new InvocationMessage(failure.InvocationId, Malformed, []);
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or System.Text.Json.JsonException)
        {
            // The frame was taken off the input before it was read; nobody waits for an answer to it.
            message = PingMessage.Instance;
            return true;
        }
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => json.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => json.GetMessageBytes(message);

    public bool IsVersionSupported(int version) => json.IsVersionSupported(version);
}
