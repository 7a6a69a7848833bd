using Voting.Verifier.Rules;

namespace Voting.Verifier.Files;

/// <summary>A meeting file, as far as counting needs it.</summary>
internal sealed record Meeting(int Members, Threshold? Quorum, IReadOnlyList<Member> Roll, IReadOnlyList<Paper> Papers);

/// <summary>A member on the roll.</summary>
internal sealed record Member(string Id, string Attendance, string? Group)
{
    public bool IsPresent => Attendance == "present";
}

/// <summary>What is laid before the members and cast in one act.</summary>
internal sealed record Paper(string Id, bool Secret, IReadOnlyList<Question> Questions, IReadOnlyList<string> EntitledGroups)
{
    public bool IsForEveryone => EntitledGroups.Count == 0;

    public bool Entitles(Member member) =>
        IsForEveryone || (member.Group is not null && EntitledGroups.Contains(member.Group));
}
