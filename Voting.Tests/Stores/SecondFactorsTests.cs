using System.Text;
using Voting.Api;
using Voting.Api.Accounts;
using Voting.Api.Custody;
using Voting.Api.Pipeline;
using Voting.Api.Stores;
using Voting.Domain.Contracts;
using Voting.Tests.Journeys;

namespace Voting.Tests.Stores;

/// <summary>Second factors on real files, at times that the tests choose.</summary>
public sealed class SecondFactorsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 7, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private readonly Clock _clock = new() { Now = Noon };
    private WrongTries? _tries;
    private readonly Settings _settings;
    private Database _database;
    private SecondFactors _factors;

    public SecondFactorsTests()
    {
        var file = Path.Combine(_folder, "meeting.json");
        File.WriteAllText(file, Chamber.Small().ToJsonString(), Encoding.UTF8);
        _settings = new Settings
        {
            MeetingFile = file,
            DataFolder = Path.Combine(_folder, "data"),
            KeysFolder = Path.Combine(_folder, "keys"),
            KeysSecretFile = Path.Combine(_folder, "secret"),
        };
        (_database, _factors) = Start();
    }

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_tests_authenticator_shows_what_the_RFC_prints(long seconds, string shown) =>
        Assert.Equal(shown, new Authenticator("12345678901234567890"u8.ToArray()).At(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off_and_no_more(int steps, bool right)
    {
        var clerk = Issue(Posts.Clerk).App;
        Assert.Equal(right, Use(Posts.Clerk, clerk.At(Noon.AddSeconds(30 * steps))));
    }

    [Fact]
    public void What_was_used_is_never_right_again_nor_is_anything_before_it_also_after_a_restart()
    {
        var clerk = Issue(Posts.Clerk).App;
        Assert.True(Use(Posts.Clerk, clerk.At(Noon)));
        Assert.False(Use(Posts.Clerk, clerk.At(Noon)));
        Assert.False(Use(Posts.Clerk, clerk.At(Noon.AddSeconds(-30))));
        Restart();
        Assert.False(Use(Posts.Clerk, clerk.At(Noon)));
        Assert.True(Use(Posts.Clerk, clerk.At(Noon.AddSeconds(30))));
        // A clock that was put back makes nothing right again.
        _clock.Now = Noon.AddHours(-1);
        Assert.False(Use(Posts.Clerk, clerk.At(_clock.Now)));
        _clock.Now = Noon.AddSeconds(60);
        Assert.True(Use(Posts.Clerk, clerk.At(_clock.Now)));
    }

    [Fact]
    public void A_printed_code_is_right_once_however_it_is_typed_also_after_a_restart()
    {
        var printed = Issue(Posts.Clerk).Printed;
        Assert.Equal(10, printed.Distinct().Count());
        Assert.All(printed, code => Assert.Matches("^[0-9]{4}-[0-9]{4}$", code));
        Assert.True(Use(Posts.Clerk, printed[0]));
        Assert.True(Use(Posts.Clerk, printed[1].Replace("-", " ", StringComparison.Ordinal)));
        Restart();
        Assert.False(Use(Posts.Clerk, printed[0]));
        Assert.True(Use(Posts.Clerk, printed[2]));
    }

    [Fact]
    public void What_is_refused_in_the_end_uses_nothing_up()
    {
        var (app, printed) = Issue(Posts.Clerk);
        Assert.True(Use(Posts.Clerk, app.At(Noon), commit: false));
        Assert.True(Use(Posts.Clerk, printed[0], commit: false));
        Assert.True(Use(Posts.Clerk, app.At(Noon)));
        Assert.True(Use(Posts.Clerk, printed[0]));
    }

    [Fact]
    public void Nobodys_factor_is_anothers()
    {
        var (app, printed) = Issue(Posts.Clerk);
        Issue(Posts.FirstScrutineer);
        Assert.False(Use(Posts.FirstScrutineer, app.At(Noon)));
        Assert.False(Use(Posts.FirstScrutineer, printed[0]));
        Assert.False(Use(Posts.PresidingOfficer, app.At(Noon)));
        Assert.False(Use(null, app.At(Noon)));
        Assert.False(Use(null, printed[0]));
        Assert.True(Use(Posts.Clerk, app.At(Noon)));
    }

    [Fact]
    public void A_new_factor_ends_the_one_before_it()
    {
        var (app, printed) = Issue(Posts.Clerk);
        var renewed = Issue(Posts.Clerk);
        Assert.False(Use(Posts.Clerk, printed[0]));
        if (app.At(Noon) != renewed.App.At(Noon)) Assert.False(Use(Posts.Clerk, app.At(Noon)));
        Assert.True(Use(Posts.Clerk, renewed.App.At(Noon)));
        Assert.True(Use(Posts.Clerk, renewed.Printed[0]));
    }

    [Fact]
    public void Under_another_keys_secret_no_authenticator_is_right()
    {
        var (app, printed) = Issue(Posts.Clerk);
        File.Delete(_settings.KeysSecretFile);
        Restart();
        Assert.False(Use(Posts.Clerk, app.At(Noon)));
        Assert.False(Use(Posts.Clerk, printed[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("１２３４５６")]
    [InlineData("999999999999999999")]
    public void Garbage_is_never_right(string typed)
    {
        Issue(Posts.Clerk);
        Assert.False(Use(Posts.Clerk, typed));
    }

    [Fact]
    public void A_meeting_that_is_live_asks_and_a_rehearsal_does_not_where_nobody_says_otherwise() =>
        Assert.Equal((SecondFactor.Required, SecondFactor.Off), (SecondFactor.Of(rehearsal: false), SecondFactor.Of(rehearsal: true)));

    private (Authenticator App, string[] Printed) Issue(string post)
    {
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction();
        var told = _factors.Issue(connection, transaction, post).ToDictionary();
        transaction.Commit();
        return (Authenticator.Of(told[$"totp:{post}"]), told[$"printed:{post}"].Split(' '));
    }

    private bool Use(string? post, string factor, bool commit = true)
    {
        using var connection = _database.Connect();
        using var transaction = connection.BeginTransaction();
        var right = _factors.Use(connection, transaction, post, factor);
        if (commit) transaction.Commit();
        return right;
    }

    private void Restart()
    {
        _database.Dispose();
        (_database, _factors) = Start();
    }

    private (Database Database, SecondFactors Factors) Start()
    {
        var database = Database.Open(_settings);
        var imported = MeetingImport.Load(_settings, database, TimeProvider.System);
        Assert.True(imported.AsksFactor);
        return (database, new SecondFactors(new KeysSecret(_settings), imported, _tries ??= new WrongTries(database), _clock));
    }

    public void Dispose()
    {
        _database.Dispose();
        _tries?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
