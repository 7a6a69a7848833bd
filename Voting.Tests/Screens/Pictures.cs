using System.Security.Cryptography;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Domain.Sealing;

namespace Voting.Tests.Screens;

/// <summary>States of the world as a screen is told them.</summary>
internal static class Pictures
{
    public static readonly KeyPair Keys = Hpke.DeriveKeyPair(SHA256.HashData("a round of the screen tests"u8));

    public static readonly QuestionView Resolution = Question("q1", false, 1, "for", "against", "abstain");

    public static QuestionView Selection(int options, int seats) =>
        Question("q1", true, seats, [.. Enumerable.Range(1, options).Select(n => $"c{n:00}")]);

    public static QuestionView Question(string id, bool many, int maxMarks, params string[] options) =>
        new(id, $"Question {id}", many, "first", many ? maxMarks : 0, 0, maxMarks, 20, [.. options.Select(o => new OptionView(o, o, null, null))], null, null);

    public static RoundView Open(params QuestionView[] questions) => new(
        "V01", "Paper", true, true, 1, "open", questions.Length == 0 ? [Resolution] : questions,
        new KeyView(Keys.Public, Envelope.Fingerprint(Keys.Public)), 0, null, null, null, null, null, null);

    /// <summary>As a later push tells it: without questions or key.</summary>
    public static RoundView Then(this RoundView round, string state) => round with { State = state, Questions = [], Key = null };

    public static Snapshot Member(params RoundView[] rounds) => Of(Roles.Member, rounds);

    public static Snapshot Of(string role, params RoundView[] rounds) => new(
        new MeetingView("m", "Meeting", "Body", true, "in-session", 39, 20, 35, 4, 0),
        new SignedIn(role, role == Roles.Member ? "m01" : null, "Somebody", Present: role == Roles.Member), rounds, null, null);

    public static AgendaItemView Item(int no, string state, params PaperView[] papers) => new(no, $"Item {no}", state, null, null, papers);

    public static PaperView Paper(string id, string? due, int rounds = 0) => new(id, $"Paper {id}", true, rounds, due);

    public static RollEntry Member(int n, string attendance = "present", bool online = true) => new($"m{n:00}", $"委员{n:00}", attendance, online, $"{n} 排");

    public static ResultView Result(string id, params (string Option, int Count)[] counts) =>
        new(id, 35, 0, 0, counts.ToDictionary(c => c.Option, c => c.Count), 20, "passed", "decided", null, null, 0);

    public static EnvelopeBinding Binding(RoundView round) => new("m", round.Paper, round.Round, Envelope.Fingerprint(Keys.Public));
}
