using System.Text.Json.Nodes;

namespace Voting.Rehearsal.Bench;

/// <summary>A meeting of as many synthetic members as are asked for, all present, with a secret paper for each round.</summary>
public static class SyntheticMeeting
{
    public const string Id = "bench";

    /// <summary>The id of a member, from 0.</summary>
    public static string Member(int n) => $"m{n + 1:00000}";

    /// <summary>The id of the paper of a round, from 0.</summary>
    public static string Paper(int n) => $"p{n + 1:000}";

    public static JsonObject File(int members, int papers) => new()
    {
        ["format"] = "voting-meeting/1",
        ["id"] = Id,
        ["title"] = "测速会议",
        ["date"] = "2026-11-25",
        ["language"] = "zh-CN",
        ["presiding"] = Member(0),
        ["body"] = JsonNode.Parse($$"""{ "name": "测速大会", "members": {{members}}, "quorum": { "of": "all", "op": ">", "num": 1, "den": 2 } }"""),
        ["roll"] = new JsonArray([.. Enumerable.Range(0, members).Select(n => new JsonObject { ["id"] = Member(n), ["name"] = $"委员{n + 1}", ["attendance"] = "present" })]),
        ["optionSets"] = JsonNode.Parse("""{ "approval": [ { "id": "for", "label": "赞成" }, { "id": "against", "label": "反对" }, { "id": "abstain", "label": "弃权" } ] }"""),
        ["agenda"] = new JsonArray(new JsonObject { ["no"] = 1, ["title"] = "表决", ["papers"] = new JsonArray([.. Enumerable.Range(0, papers).Select(n => (JsonNode)Paper(n))]) }),
        ["papers"] = new JsonArray([.. Enumerable.Range(0, papers).Select(n => JsonNode.Parse($$"""
            { "id": "{{Paper(n)}}", "title": "关于第{{n + 1}}项报告的决议（草案）", "secret": true, "questions": [
              { "id": "q1", "title": "批准关于第{{n + 1}}项报告的决议", "kind": "choose-one", "options": "approval", "rule": "committee-resolution" } ] }
            """))]),
    };
}
