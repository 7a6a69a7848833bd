using Voting.Domain.Contracts;

namespace Voting.Kiosk.Screens;

/// <summary>
/// The gavel passes to another member, a scrutineer is replaced. What the new one signs in with stays in sight until it is put away, also
/// where this very session ends with it.
/// </summary>
public sealed class PostsScreen
{
    public const int LongestName = 50;

    private readonly Func<Proceedings> _proceedings;

    public PostsScreen(Func<Proceedings> proceedings) => _proceedings = proceedings;

    public Asking Asking { get; } = new();

    /// <summary>What is shown of a new holder has come, or is put away: it stands outside the card where it was asked for.</summary>
    public event Action? Changed;

    /// <summary>Who may be chosen: members in the room, in the printed order.</summary>
    public IReadOnlyList<RollEntry> Members { get; private set; } = [];

    /// <summary>The post that is to pass, one of <see cref="Posts"/>.</summary>
    public string Post { get; private set; } = Posts.PresidingOfficer;

    public string Member { get; set; } = "";

    /// <summary>Of a scrutineer from outside, where no member is chosen.</summary>
    public string Outsider { get; set; } = "";

    /// <summary>The second factor of whoever passes a post on, where the meeting asks for one.</summary>
    public FactorEntry Factor { get; } = new();

    public bool AsksFactor => _proceedings().AsksFactor;

    public IssuedPost? Issued { get; private set; }

    public bool IsClerk => _proceedings().Me?.Role == Roles.Clerk;

    /// <summary>The posts that may pass from here.</summary>
    public IReadOnlyList<string> Offered => IsClerk ? [Posts.PresidingOfficer, Posts.FirstScrutineer, Posts.SecondScrutineer] : [Posts.PresidingOfficer];

    public void Choose(string post)
    {
        if (Offered.Contains(post)) (Post, Member, Outsider) = (post, "", "");
    }

    /// <summary>A scrutineer is replaced before an opening; the gavel may pass at any time.</summary>
    public bool CanPass => !Asking.IsBusy && Issued is null && _proceedings() is { Meeting.Phase: not "closed" } now && Offered.Contains(Post) && (!AsksFactor || Factor.IsComplete)
        && (Post == Posts.PresidingOfficer ? Member.Length > 0 : now.Open is null && (Member.Length > 0 || Outsider.Trim().Length is > 0 and <= LongestName));

    public async Task Pass(IVotingHub hub)
    {
        if (!CanPass) return;
        var number = Post == Posts.FirstScrutineer ? 1 : 2;
        var factor = AsksFactor ? Factor.Plain : null;
        var issued = await Asking.Ask(() => Post == Posts.PresidingOfficer ? hub.PassGavel(new GavelRequest(Member, factor))
            : hub.ReplaceScrutineer(Member.Length > 0 ? new ScrutineerRequest(number, Member, null, factor) : new ScrutineerRequest(number, null, Outsider.Trim(), factor)));
        if (issued is not null) (Issued, Member, Outsider) = (issued, "", "");
        if (!Asking.IsServerAway) Factor.Clear();
        Changed?.Invoke();
    }

    public void PutAway()
    {
        Issued = null;
        Changed?.Invoke();
    }

    /// <summary>Reads who is in the room.</summary>
    public async Task Refresh(IVotingHub hub)
    {
        if (await new Asking().Ask(hub.Roll) is { } roll) Members = [.. roll.Members.Where(m => m is { Attendance: "present", OnVideo: false })];
    }
}
