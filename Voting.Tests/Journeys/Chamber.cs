using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Voting.Domain.Ballots;
using Voting.Domain.Contracts;
using Voting.Rehearsal;

namespace Voting.Tests.Journeys;

/// <summary>A chamber of a few synthetic members before a real server process, with a data folder that outlives it.</summary>
public sealed class Chamber : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("voting-test-").FullName;
    private readonly List<IAsyncDisposable> _people = [];
    private readonly int _port = FreePort();
    private string? _program;
    private IReadOnlyDictionary<string, string> _environment = new Dictionary<string, string>();
    private IReadOnlyDictionary<string, string> _codes = new Dictionary<string, string>();

    private Chamber(JsonObject meeting, string? dataFolder)
    {
        Meeting = meeting;
        DataFolder = dataFolder ?? Path.Combine(_folder, "data");
    }

    public JsonObject Meeting { get; }
    public string MeetingId => (string)Meeting["id"]!;
    public ServerProcess Server { get; private set; } = null!;
    public string DataFolder { get; }
    /// <summary>How PostgreSQL is reached, or null for SQLite in the data folder.</summary>
    public string? Database { get; private init; }

    public string MeetingFile => Path.Combine(_folder, "meeting.json");
    public string CodeFile => Path.Combine(_folder, "codes.json");
    public string KeysFolder => DataFolder + "-keys";

    /// <summary>Files of rounds' keys; beside them lies the key that the server signs with.</summary>
    public IReadOnlyList<string> RoundKeys => [.. Directory.GetFiles(KeysFolder).Except(SigningKeys)];
    public IReadOnlyList<string> SigningKeys => Directory.GetFiles(KeysFolder, $"{MeetingId}.*.signing.key");
    public Uri Address => new($"http://127.0.0.1:{_port}");
    public Officer Chair { get; private set; } = null!;
    public Officer Clerk { get; private set; } = null!;
    public Officer Scrutineer { get; private set; } = null!;

    /// <summary>Five members, m1 to m5, all present; N = 5; paper P (secret, two questions), paper R (recorded), paper S (3 candidates for 1 seat).</summary>
    public static JsonObject Small() => JsonNode.Parse("""
        { "format": "voting-meeting/1", "id": "small", "title": "小会议", "date": "2026-11-23", "language": "zh-CN", "presiding": "m1",
          "body": { "name": "测试常委会", "members": 5, "quorum": { "of": "all", "op": ">", "num": 1, "den": 2 } },
          "roll": [ { "id": "m1", "name": "委员甲", "attendance": "present" }, { "id": "m2", "name": "委员乙", "attendance": "present" },
                    { "id": "m3", "name": "委员丙", "attendance": "present" }, { "id": "m4", "name": "委员丁", "attendance": "present" },
                    { "id": "m5", "name": "委员戊", "attendance": "leave" } ],
          "optionSets": { "approval": [ { "id": "for", "label": "赞成" }, { "id": "against", "label": "反对" }, { "id": "abstain", "label": "弃权" } ] },
          "agenda": [ { "no": 1, "title": "一", "papers": ["P", "R", "S", "F", "N"] } ],
          "papers": [
            { "id": "P", "title": "无记名", "secret": true, "questions": [
              { "id": "q1", "title": "甲", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" },
              { "id": "q2", "title": "乙", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] },
            { "id": "R", "title": "记名", "secret": false, "questions": [
              { "id": "q1", "title": "甲", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] },
            { "id": "S", "title": "票选", "secret": true, "questions": [
              { "id": "q1", "title": "三选一", "kind": "choose-many", "seats": 1, "rule": "selection-by-plurality",
                "options": [ { "id": "a", "label": "甲" }, { "id": "b", "label": "乙" }, { "id": "c", "label": "丙" } ] } ] },
            { "id": "F", "title": "首次有效", "secret": true, "press": "first", "questions": [
              { "id": "q1", "title": "甲", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] },
            { "id": "N", "title": "迟到者等待", "secret": true, "lateArrivals": "next-round", "questions": [
              { "id": "q1", "title": "甲", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] } ] }
        """)!.AsObject();

    public static Task<Chamber> Open(JsonObject? meeting = null, string? dataFolder = null, params IReadOnlyList<string> arguments) =>
        Open(new Chamber(meeting ?? Small(), dataFolder), arguments);

    /// <summary>On PostgreSQL, with a schema of its own.</summary>
    public static Task<Chamber> OpenOn(string database, params IReadOnlyList<string> arguments) => Open(new Chamber(Small(), null) { Database = database }, arguments);

    /// <summary>Before a server that lies elsewhere, as one that was published; null for the one that was built with the tests.</summary>
    public static Task<Chamber> OpenProgram(string? assembly) => Open(new Chamber(Small(), null) { _program = assembly }, []);

    /// <summary>Before a server whose administrator has asked for every line that its log can have.</summary>
    public static Task<Chamber> OpenTalkative(JsonObject? meeting = null, string? database = null, params IReadOnlyList<string> arguments) => Open(new Chamber(meeting ?? Small(), null)
    {
        Database = database,
        _environment = new[] { "Default", "Microsoft", "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR", "Voting" }
            .ToDictionary(category => $"Logging__LogLevel__{category}", _ => "Trace")
            .Append(KeyValuePair.Create("Logging__Console__FormatterOptions__IncludeScopes", "true")).ToDictionary(),
    }, arguments);

    /// <summary>Before a server whose administrator has asked for all the telemetry that there might be, a hundred times a second.</summary>
    public static Task<Chamber> OpenWatched(JsonObject meeting, Uri collector) => Open(new Chamber(meeting, null)
    {
        _environment = new Dictionary<string, string>
        {
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "10",
            ["OTEL_METRICS_EXEMPLAR_FILTER"] = "always_on",
            ["OTEL_DOTNET_EXPERIMENTAL_METRICS_EXEMPLAR_FILTER"] = "always_on",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "10",
        },
    }, ["--telemetry", collector.ToString()]);

    private static async Task<Chamber> Open(Chamber chamber, IReadOnlyList<string> arguments)
    {
        await chamber.Begin(arguments);
        chamber.Chair = await chamber.Officer(Roles.PresidingOfficer);
        chamber.Clerk = await chamber.Officer(Roles.Clerk);
        chamber.Scrutineer = await chamber.Officer(Roles.Scrutineer + ":1");
        return chamber;
    }

    /// <summary>With nobody signed in yet: the officers come with browsers.</summary>
    public static async Task<Chamber> Empty(JsonObject? meeting = null, string? dataFolder = null, params IReadOnlyList<string> arguments)
    {
        var chamber = new Chamber(meeting ?? Small(), dataFolder);
        await chamber.Begin(arguments);
        return chamber;
    }

    /// <summary>The meeting the project began with, its members synthetic.</summary>
    public static JsonObject Wuchang() => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "wuchang-26.json")))!.AsObject();

    /// <summary>Starts the server on the data folder, as new or after its end.</summary>
    public async Task Start(params IReadOnlyList<string> arguments) => Server = await ServerProcess.StartProgram(
        _program, _environment, ["--meeting", MeetingFile, "--data", DataFolder, "--codes", CodeFile, "--rehearsal",
            "--url", Address.ToString(), .. Kept, .. arguments]);

    /// <summary>Starts another server of the same meeting.</summary>
    public async Task<ServerProcess> Beside(params IReadOnlyList<string> arguments) => Keep(await ServerProcess.StartProgram(
        _program, ["--data", DataFolder, "--codes", Path.Combine(_folder, "beside.json"), "--rehearsal", .. Kept, .. arguments]));

    private string[] Kept => Database is null ? [] : ["--database", Database];

    private async Task Begin(IReadOnlyList<string> arguments)
    {
        await File.WriteAllTextAsync(MeetingFile, Meeting.ToJsonString());
        await Start(arguments);
        _codes = ServerProcess.Codes(CodeFile);
    }

    public string Code(string who) => _codes[who];

    public async Task<Officer> Officer(string who) => Keep(await Rehearsal.Officer.Join(Address, Code(who), _codes.GetValueOrDefault($"printed:{who}")));

    public async Task<Officer> Officer(SignInRequest asked, Uri through) => Keep(await Rehearsal.Officer.Join(through, asked));

    public Task<Participant> Join(string who, Uri? through = null) => Join(new SignInRequest(Code(who)), through);

    public async Task<Participant> Join(SignInRequest asked, Uri? through = null) => Keep(await Participant.Join(through ?? Address, asked));

    /// <summary>An officer, by the password that was told at the first start.</summary>
    public Task<Participant> WithPassword(string post) => Join(new SignInRequest(null, post, Code($"password:{post}")));

    /// <summary>The printed codes of a post, as they were told at the first start.</summary>
    public string[] Printed(string post) => Code($"printed:{post}").Split(' ');

    /// <summary>What was told at the latest start that told something.</summary>
    public IReadOnlyDictionary<string, string> Told() => ServerProcess.Codes(CodeFile);

    public async Task<SimulatedMember> Member(string id, Uri? through = null) =>
        Keep(await SimulatedMember.Join(through ?? Address, Code($"{Roles.Member}:{id}"), MeetingId));

    /// <summary>Prepares and opens the next round of a paper.</summary>
    public async Task<RoundView> OpenRound(string paper, string? again = null)
    {
        await Chair.OpenMeeting();
        var ready = await Chair.Prepare(new PrepareRequest(paper, again));
        Assert.Null(ready.Refusal);
        Done(await Chair.Open(new RoundRef(paper, ready.Value!.Round)));
        return Assert.Single((await Chair.Snapshot()).Value!.Rounds, r => r.State == "open");
    }

    public async Task<RoundView> CloseRound(RoundView round)
    {
        Done(await Chair.Close(Of(round)));
        return await Chair.Tallied(Of(round), Patience);
    }

    public async Task<JsonNode> Record() => JsonNode.Parse(await Clerk.Get("/record"))!;

    /// <summary>A press of a ballot that marks one option on each question; a negative option leaves it blank.</summary>
    public CastRequest Press(RoundView round, int seq, params int[] marks) => SimulatedMember.Press(
        MeetingId, round, new Ballot([.. round.Questions.Select((_, q) => marks[q % marks.Length] is var m and >= 0 ? new[] { m } : [])]), seq);

    /// <summary>Waits until something is so.</summary>
    public static async Task Until(Func<Task<bool>> so)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await so()) await Task.Delay(50, patience.Token);
    }

    public static RoundRef Of(RoundView round) => new(round.Paper, round.Round);

    public static void Done<T>(Reply<T> reply) where T : class => Assert.Null(reply.Refusal);

    public static void Refused<T>(string code, Reply<T> reply) where T : class => Assert.Equal(code, reply.Refusal?.Code);

    /// <summary>A device at another address: the loopback has many, and the server sees which one calls.</summary>
    public HttpClient From(string address) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
            await socket.ConnectAsync(Address.Host, Address.Port, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = Address };

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people) await person.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        if (Database is not null) await Stores.Machines.Drop(Database);
        Directory.Delete(_folder, recursive: true);
    }

    private T Keep<T>(T person) where T : IAsyncDisposable
    {
        _people.Add(person);
        return person;
    }
}
