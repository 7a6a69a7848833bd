namespace Voting.Verifier;

/// <summary>What the program tells whoever started it.</summary>
internal static class Exit
{
    public const int Sound = 0;
    public const int NotSound = 1;
    public const int Unreadable = 2;
}
