namespace Voting.Domain.Files;

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Path">JSON path (RFC 9535) of the value that is wrong or missing.</param>
/// <param name="Chinese">What is wrong, in Chinese.</param>
/// <param name="English">What is wrong, in English.</param>
public sealed record FileFault(string Path, string Chinese, string English)
{
    /// <summary>Path, then both languages.</summary>
    public override string ToString() => $"{Path}: {Chinese} / {English}";
}

/// <summary>A file that was read, or the one thing that is wrong with it.</summary>
/// <typeparam name="T">What the file holds.</typeparam>
public sealed record FileRead<T>(T? Value, FileFault? Fault) where T : class;

/// <summary>Unwinds a reader at the first fault; never leaves this room.</summary>
internal sealed class FileFaultException(FileFault fault) : Exception(fault.ToString())
{
    public FileFault Fault { get; } = fault;
}
